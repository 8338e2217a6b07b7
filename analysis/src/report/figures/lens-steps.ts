import { percent } from '../../summary/index.js';
import type { LensCount } from '../known/lens-reads.js';
import type { MatrixFigure } from '../shared/figure.js';
import { thoughtNames } from './caption-of-n.js';

/** How often each thought's likeliest token is the result of each step: thoughts by steps. */
export function lensSteps(
  counts: readonly LensCount[],
  thoughts: number,
  layer: number,
): MatrixFigure | null {
  const steps = Math.max(0, ...counts.map(({ step }) => step));
  if (steps === 0) return null;
  const cell = (thought: number, step: number): LensCount | undefined =>
    counts.find((counted) => counted.thought === thought && counted.step === step);
  const names = thoughtNames(thoughts);
  const places = Array.from({ length: steps }, (_, index) => index + 1);
  const cells = names.map((_, index) => places.map((step) => cell(index + 1, step)));
  return {
    kind: 'matrix',
    id: 'lens',
    title: `What each thought says, layer ${layer}`,
    caption:
      'Share of problems (percent) in which the likeliest token of the thought (logit lens) is the result of the step, over the ' +
      'problems that have that step and equations. A strong diagonal: thought k says the result of step k. Equal results ' +
      'of two steps count for both.',
    rows: names,
    columns: places.map((step) => `step ${step}`),
    problems: [],
    groups: [],
    xTitle: 'Result of',
    yTitle: '',
    values: cells.map((row) =>
      row.map((counted) => (counted && counted.n > 0 ? counted.hits / counted.n : null)),
    ),
    top: 1,
    diverging: false,
    form: { unit: 'percent', decimals: 0 },
    labelled: true,
    marks: [],
    markMeans: '',
    notes: cells.flat().map((counted) => (counted ? `${counted.hits} of ${counted.n} problems` : '')),
    numbers: {
      head: ['', ...places.map((step) => `step ${step}`)],
      rows: cells.map((row, index) => [
        names[index] ?? '',
        ...row.map((counted) =>
          counted && counted.n > 0
            ? `${percent(counted.hits / counted.n)} (${counted.hits} of ${counted.n})`
            : '',
        ),
      ]),
    },
  };
}
