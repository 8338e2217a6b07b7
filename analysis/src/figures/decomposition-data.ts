import { readersNote } from '../words/readers-note.js';
import type { ProblemMean, Summary } from '../summary/index.js';
import { fixed } from '../words/notation.js';
import { groupName } from '../words/key-group.js';

/** One part of the waterfall, logits. */
export interface WaterfallBar {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** "+0.47 (0.31 to 0.66)". */
  readonly label: string;
  readonly total: boolean;
}

/** What figure 11 shows. */
export interface DecompositionFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly bars: readonly WaterfallBar[];
}

/** The data of figure 11: what the lead of the gold token is made of; null without decomposition results. */
export function decompositionFigure(summary: Summary): DecompositionFigure | null {
  const { decomposition } = summary;
  if (decomposition === null || decomposition.margin.mean === null) return null;
  const parts: [string, ProblemMean][] = [
    ['embedding', decomposition.embedding],
    ...(decomposition.bias.mean === 0 ? [] : [['bias', decomposition.bias] as [string, ProblemMean]]),
    ...decomposition.attention.map(({ group, ...mean }): [string, ProblemMean] => [
      `attention to ${groupName(group)}`,
      mean,
    ]),
    ...decomposition.layers.map(({ layer, mlp }): [string, ProblemMean] => [`MLP of layer ${layer}`, mlp]),
  ];
  let sum = 0;
  const bars = parts.map(([name, part]): WaterfallBar => {
    const start = sum;
    sum += part.mean ?? 0;
    return { name, start, end: sum, label: labelOf(part), total: false };
  });
  const error = decomposition.additivity_error;
  return {
    title: 'What puts the right number ahead: direct logit attribution',
    subtitle:
      'Logit of the gold number token minus that of the strongest other one, split into what each part writes to the residual stream ' +
      `(attention summed over layers and heads, by where it looks). Mean over ${decomposition.problems} baseline-correct problems, ` +
      `95 % intervals of resampled problems. Largest error of the sum in a problem: ${error === null ? '–' : error.toExponential(0)} relative.`,
    footnote: readersNote(summary),
    bars: [
      ...bars,
      {
        name: 'margin: gold − strongest other',
        start: 0,
        end: decomposition.margin.mean,
        label: labelOf(decomposition.margin),
        total: true,
      },
    ],
  };
}

function labelOf({ mean, interval_95: interval }: ProblemMean): string {
  const value = fixed(mean ?? 0, 2);
  const signed = (mean ?? 0) > 0 ? `+${value}` : value;
  return interval === null ? signed : `${signed} (${fixed(interval[0], 2)} to ${fixed(interval[1], 2)})`;
}
