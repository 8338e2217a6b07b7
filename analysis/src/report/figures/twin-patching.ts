import type { TwinResults } from '../../results/twins.js';
import { percent } from '../../summary/index.js';
import { count, interval, type Count } from '../known/count.js';
import type { MatrixFigure } from '../shared/figure.js';
import { setText } from './set-text.js';

/** How often a twin's thoughts carry its answer over: patched thoughts by the first step that differs. */
export function twinPatching({ pairs }: TwinResults): MatrixFigure | null {
  const right = pairs.filter(({ both_correct: both }) => both);
  const steps = [...new Set(right.map((pair) => pair.first_changed_step))].sort((a, b) => a - b);
  const sets = new Map(
    right.flatMap(({ from_twin: patches }) => patches.map(({ thoughts }) => [thoughts.join('+'), thoughts])),
  );
  if (steps.length === 0 || sets.size === 0) return null;
  const names = [...sets.keys()];
  const cells = names.map((name) =>
    steps.map((step): Count => {
      const patches = right
        .filter((pair) => pair.first_changed_step === step)
        .flatMap(({ from_twin: all }) => all.filter(({ thoughts }) => thoughts.join('+') === name));
      return count(patches, ({ took_answer: took }) => took);
    }),
  );
  const text = (counted: Count): string => {
    const [low, high] = interval(counted);
    return `${counted.hits} of ${counted.n}, 95 % ${percent(low).slice(0, -2)} to ${percent(high)}`;
  };
  const share = ({ hits, n }: Count): number | null => (n === 0 ? null : hits / n);
  const rows = [...sets.values()].map(setText);
  return {
    kind: 'matrix',
    id: 'twins',
    title: 'Which thought holds which step',
    caption:
      'A twin is the same question with one number changed. Share of pairs (percent) in which putting the twin’s thoughts into ' +
      'the problem’s run makes it give the twin’s answer, by the first step whose result differs. ' +
      `n = ${right.length} pairs with both answers right, of ${pairs.length}.`,
    rows,
    columns: steps.map((step) => `step ${step}`),
    problems: [],
    groups: [],
    xTitle: 'First step that differs',
    yTitle: 'Patched',
    values: cells.map((row) => row.map(share)),
    top: 1,
    diverging: false,
    form: { unit: 'percent', decimals: 0 },
    labelled: true,
    marks: [],
    markMeans: '',
    notes: cells.flat().map(text),
    numbers: {
      head: ['', ...steps.map((step) => `step ${step}`)],
      rows: cells.map((row, index) => [
        rows[index] ?? '',
        ...row.map((counted) => {
          const value = share(counted);
          return value === null ? '' : `${percent(value)} (${text(counted)})`;
        }),
      ]),
    },
  };
}
