import type { DecompositionResults } from '../../results/decomposition.js';
import { mean } from '../../statistics/index.js';
import { fixed } from '../../summary/index.js';
import { partNames, partValues } from '../decomposition-steps.js';
import type { WaterfallFigure } from '../shared/figure.js';
import { groupName } from '../shared/group-name.js';

/** What the margin of the right answer is made of, mean over right baselines. */
export function decompositionWaterfall({ problems, groups }: DecompositionResults): WaterfallFigure | null {
  const found = problems.flatMap(({ difference, baseline_correct: right }) =>
    right && difference !== null ? [partValues(difference, groups.length)] : [],
  );
  if (found.length === 0) return null;
  const steps = partNames(groups).map((part, index) => ({
    name: groupName(part),
    value: Number(mean(found.map((values) => values[index] ?? 0)).toFixed(4)),
  }));
  return {
    kind: 'waterfall',
    id: 'decomposition',
    title: 'What the answer is made of',
    caption:
      'Direct logit attribution at the number token: what attention to each group of slots (all layers and heads), the ' +
      'MLPs, embedding and bias give to the logit of the gold answer minus that of its strongest rival. Mean over ' +
      `n = ${found.length} problems with a right baseline; each bar begins where the one before it ends.`,
    steps,
    totalName: 'margin',
    yTitle: 'Gold − rival (logits)',
    numbers: {
      head: ['part', 'mean (logits)'],
      rows: steps.map(({ name, value }) => [name, fixed(value, 2)]),
    },
  };
}
