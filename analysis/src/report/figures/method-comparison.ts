import type { ComparisonResults } from '../../results/comparison.js';
import { percent } from '../../summary/index.js';
import { count, interval, type Count } from '../known/count.js';
import type { MatrixFigure } from '../shared/figure.js';
import { thoughtNames } from './caption-of-n.js';

/** Flip rates by every way to ablate: arms by thoughts. */
export function methodComparison({ problems, arms, thoughts }: ComparisonResults): MatrixFigure | null {
  const right = problems.filter(({ baseline_correct: correct }) => correct);
  if (right.length === 0) return null;
  const names = thoughtNames(thoughts);
  const cells = arms.map((_, arm) =>
    names.map((_, thought): Count => count(right, ({ effects }) => effects[arm]?.[thought]?.flip === 1)),
  );
  const text = (counted: Count): string => {
    const [low, high] = interval(counted);
    return `${counted.hits} of ${counted.n}, 95 % ${percent(low).slice(0, -2)} to ${percent(high)}`;
  };
  return {
    kind: 'matrix',
    id: 'comparison',
    title: 'Does the answer depend on the method?',
    caption:
      'Share of right answers (percent) that flip when a thought alone is ablated, by method, site and kind of effect. ' +
      `n = ${right.length} problems with a right baseline. Total: later thoughts recomputed; direct: held; ` +
      'knockout: edges cut. Wilson 95 % intervals in the tooltips and the numbers.',
    rows: arms.map(({ name }) => name),
    columns: names,
    problems: [],
    groups: [],
    xTitle: '',
    yTitle: '',
    values: cells.map((row) => row.map(({ hits, n }) => hits / n)),
    top: Math.max(0.05, ...cells.flat().map(({ hits, n }) => hits / n)),
    diverging: false,
    form: { unit: 'percent', decimals: 0 },
    labelled: true,
    marks: [],
    markMeans: '',
    notes: cells.flat().map(text),
    numbers: {
      head: ['', ...names],
      rows: cells.map((row, arm) => [
        arms[arm]?.name ?? '',
        ...row.map((counted) => `${percent(counted.hits / counted.n)} (${text(counted)})`),
      ]),
    },
  };
}
