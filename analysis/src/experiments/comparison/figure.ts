import { intervalText, meanCell } from '../../estimates/problem-mean.js';
import { shareCell } from '../../estimates/share.js';
import type { Estimate, ForestPanel } from '../../words/figure.js';
import type { FigureRule } from '../experiment.js';
import type { ComparisonFacts, ComparisonSummary } from './summary.js';

/** Kinds of effect, in the order of the legend. */
const EFFECTS = ['total', 'direct', 'knockout'] as const;

/** Figure 12: what every way to ablate says of every thought. */
export const comparisonFigures: readonly FigureRule<ComparisonFacts>[] = [
  {
    name: '12_method_comparison',
    needs: 'comparison results',
    make: ({ comparison }) => {
      if (comparison === null || comparison.problems === 0) return null;
      return {
        title: 'The same thoughts ablated in different ways',
        caption:
          `n = ${comparison.problems} baseline-correct problems. Flips with Wilson 95 % intervals, drops with 95 % intervals of resampled problems. ` +
          'Total: later thoughts are recomputed; direct: held at their clean values; knockout: attention to the thought is cut.',
        panels: [
          panelOf(
            comparison,
            'a  Answers flipped',
            { unit: 'percent', decimals: 0 },
            ({ flips: { rate, wilson_95: interval } }) =>
              rate === null ? null : { value: rate, low: interval?.[0] ?? null, high: interval?.[1] ?? null },
          ),
          panelOf(
            comparison,
            'b  Mean drop of gold log-probability',
            { unit: 'nats', decimals: 2 },
            ({ drop: { mean, interval_95: interval } }) =>
              mean === null ? null : { value: mean, low: interval?.[0] ?? null, high: interval?.[1] ?? null },
          ),
        ],
        across: 1,
        legend: [],
        numbers: {
          head: ['arm', 'thought', 'flips', 'mean drop (nats)', '95 % interval'],
          rows: comparison.arms.flatMap(({ name, thoughts }) =>
            thoughts.map(({ thought, flips, drop }) => [
              name,
              String(thought),
              shareCell(flips),
              meanCell(drop, 2),
              intervalText(drop.interval_95, 2),
            ]),
          ),
        },
      };
    },
  },
];

type Cell = ComparisonSummary['arms'][number]['thoughts'][number];

function panelOf(
  { arms }: ComparisonSummary,
  title: string,
  form: ForestPanel['form'],
  estimateOf: (cell: Cell) => Estimate | null,
): ForestPanel {
  return {
    kind: 'forest',
    title: [title],
    columns: (arms[0]?.thoughts ?? []).map(({ thought }) => `Thought ${thought}`),
    rows: arms.map(({ name, effect, thoughts }) => ({
      name,
      group: EFFECTS.indexOf(effect),
      cells: thoughts.map(estimateOf),
    })),
    groups: EFFECTS,
    xTitle: form.unit === 'percent' ? '%' : 'nats',
    form,
  };
}
