import type { ProblemMean } from '../../estimates/fields.js';
import { intervalText } from '../../estimates/problem-mean.js';
import type { WaterfallStep } from '../../words/figure.js';
import { groupName } from '../../words/key-group.js';
import { fixed } from '../../words/notation.js';
import { required } from '../../words/required.js';
import type { FigureRule } from '../experiment.js';
import type { DecompositionFacts, DecompositionSummary } from './summary.js';

/** Figure 11: what the lead of the gold token is made of. */
export const decompositionFigures: readonly FigureRule<DecompositionFacts>[] = [
  {
    name: '11_logit_decomposition',
    needs: 'decomposition results',
    make: ({ decomposition }) => {
      if (decomposition === null || decomposition.margin.mean === null) return null;
      const error = required(decomposition.additivity_error, 'the error of the sum');
      const parts = partsOf(decomposition);
      return {
        title: 'What puts the right number ahead: direct logit attribution',
        caption:
          'Logit of the gold number token minus that of the strongest other one, split into what each part writes to the residual stream ' +
          `(attention summed over layers and heads, by where it looks). Mean over ${decomposition.problems} baseline-correct problems, ` +
          `95 % intervals of resampled problems. Largest error of the sum in a problem: ${error.toExponential(0)} relative.`,
        panels: [
          {
            kind: 'waterfall',
            title: [],
            steps: stepsOf(parts, decomposition.margin),
            xTitle: 'Logits, parts added from the top',
            form: { unit: 'logits', decimals: 2 },
            legend: { up: 'for the gold token', down: 'against it', total: 'the sum', beside: '' },
          },
        ],
        across: 1,
        legend: [],
        numbers: {
          head: ['part', 'mean (logits)', '95 % interval'],
          rows: [...parts, { name: 'margin', mean: decomposition.margin }].map(({ name, mean }) => [
            name,
            fixed(required(mean.mean, name), 2),
            intervalText(mean.interval_95, 2),
          ]),
        },
      };
    },
  },
];

interface Part {
  readonly name: string;
  readonly mean: ProblemMean;
}

function partsOf({ embedding, bias, attention, layers }: DecompositionSummary): Part[] {
  return [
    { name: 'embedding', mean: embedding },
    ...(bias.mean === 0 ? [] : [{ name: 'bias', mean: bias }]),
    ...attention.map(({ group, ...mean }) => ({ name: `attention to ${groupName(group)}`, mean })),
    ...layers.map(({ layer, mlp }) => ({ name: `MLP of layer ${layer}`, mean: mlp })),
  ];
}

function stepsOf(parts: readonly Part[], margin: ProblemMean): WaterfallStep[] {
  let level = 0;
  const steps = parts.map(({ name, mean }): WaterfallStep => {
    const from = level;
    level += required(mean.mean, name);
    return { name, from, to: level, label: [labelOf(mean)], total: false, beside: null };
  });
  const whole = {
    name: 'margin: gold − strongest other',
    from: 0,
    to: required(margin.mean, 'the margin'),
    label: [labelOf(margin)],
    total: true,
    beside: null,
  };
  return [...steps, whole];
}

function labelOf({ mean, interval_95: interval }: ProblemMean): string {
  const value = required(mean, 'the mean of a part');
  const signed = value > 0 ? `+${fixed(value, 2)}` : fixed(value, 2);
  return interval === null ? signed : `${signed} (${intervalText(interval, 2)})`;
}
