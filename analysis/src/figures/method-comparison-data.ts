import { readersNote } from '../words/readers-note.js';
import type { ComparisonSummary, Summary } from '../summary/index.js';

/** One estimate with its interval; null where there is none. */
export interface ForestPoint {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One measure: [thoughts][arms]. */
export interface ForestBlock {
  readonly title: string;
  readonly xTitle: string;
  readonly columns: readonly { readonly title: string; readonly points: readonly (ForestPoint | null)[] }[];
}

/** What figure 12 shows. */
export interface MethodComparisonFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly arms: readonly { readonly name: string; readonly effect: 'total' | 'direct' | 'knockout' }[];
  readonly blocks: readonly [ForestBlock, ForestBlock];
}

/** The data of figure 12: what every way to ablate says of every thought; null without comparison results. */
export function methodComparisonFigure(summary: Summary): MethodComparisonFigure | null {
  const { comparison } = summary;
  if (comparison === null || comparison.problems === 0) return null;
  return {
    title: 'The same thoughts ablated in different ways',
    subtitle:
      `n = ${comparison.problems} baseline-correct problems. Flips with Wilson 95 % intervals, drops with 95 % intervals of resampled problems. ` +
      'Total: later thoughts are recomputed; direct: held at their clean values; knockout: attention to the thought is cut.',
    footnote: readersNote(summary),
    arms: comparison.arms.map(({ name, effect }) => ({ name, effect })),
    blocks: [
      {
        title: 'a  Answers flipped',
        xTitle: '%',
        columns: columnsOf(comparison, ({ flips: { rate, wilson_95: interval } }) =>
          rate === null || interval === null
            ? null
            : { value: 100 * rate, low: 100 * interval[0], high: 100 * interval[1] },
        ),
      },
      {
        title: 'b  Mean drop of gold log-probability',
        xTitle: 'nats',
        columns: columnsOf(comparison, ({ drop: { mean, interval_95: interval } }) =>
          mean === null ? null : { value: mean, low: interval?.[0] ?? mean, high: interval?.[1] ?? mean },
        ),
      },
    ],
  };
}

type Cell = ComparisonSummary['arms'][number]['thoughts'][number];

function columnsOf(
  { arms }: ComparisonSummary,
  pointOf: (cell: Cell) => ForestPoint | null,
): ForestBlock['columns'] {
  return (arms[0]?.thoughts ?? []).map(({ thought }, index) => ({
    title: `Thought ${thought}`,
    points: arms.map(({ thoughts }) => {
      const cell = thoughts[index];
      return cell === undefined ? null : pointOf(cell);
    }),
  }));
}
