import { z } from 'zod';

import { meanCell } from '../../estimates/problem-mean.js';
import { describeSample } from '../../statistics/descriptive.js';
import type { Table } from '../../words/figure.js';
import { groupName } from '../../words/key-group.js';
import { layerText } from '../../words/notation.js';
import { required } from '../../words/required.js';
import type { AttentionResults, ProblemAttention } from './results.js';

const layerMassSchema = z.object({
  problems: z.number().int(),
  /** By group of keys; the means sum to 1. */
  groups: z.array(
    z.object({
      group: z.string(),
      mean: z.number(),
      /** Sample standard deviation over problems; null for a single one. */
      sd: z.number().nullable(),
    }),
  ),
  total: z.number(),
});

/** What the summary keeps of attention. */
export const attentionFactsSchema = z.object({
  /** Where the row that predicts the number looks, by `layer_L`: mean over heads and right baselines with that row. */
  attention_mass: z.record(z.string(), layerMassSchema),
});

/** What the summary keeps of attention. */
export type AttentionFacts = z.infer<typeof attentionFactsSchema>;

/** The facts of attention results. */
export function summariseAttention({ problems, layers }: AttentionResults): AttentionFacts {
  const right = problems.filter(({ baseline_correct: correct }) => correct);
  return {
    attention_mass: Object.fromEntries(
      layers.map(({ layer }) => [`layer_${layer}`, layerMass(right, `layer_${layer}`)]),
    ),
  };
}

/** The mass accounting of one layer over problems; groups in the order of the results. */
function layerMass(
  problems: readonly ProblemAttention[],
  key: string,
): AttentionFacts['attention_mass'][string] {
  const masses = problems.flatMap(({ attention_by_layer: byLayer }) =>
    byLayer === null ? [] : [required(byLayer[key], `the attention of ${key}`).mass],
  );
  const names = [...new Set(masses.flatMap((mass) => Object.keys(mass)))];
  const groups = names.map((group) => {
    const { mean, sd } = describeSample(masses.map((mass) => required(mass[group], `the mass of ${group}`)));
    return { group, mean: required(mean, `the mean mass of ${group}`), sd };
  });
  return { problems: masses.length, groups, total: groups.reduce((sum, { mean }) => sum + mean, 0) };
}

/** The attention in short: where the row that predicts the number looks. */
export function tellAttention(results: AttentionResults): (string | Table)[] {
  const { attention_mass: mass } = summariseAttention(results);
  const all = results.layers.map((named) => ({
    named,
    mass: required(mass[`layer_${named.layer}`], 'a layer'),
  }));
  const { groups = [], problems = 0 } = all[0]?.mass ?? {};
  return [
    `Attention of the row that predicts the number, mean over heads and the ${problems} of ${results.problems.length} problems that the model answers rightly; a row sums to 1`,
    {
      head: ['layer', ...groups.map(({ group }) => groupName(group))],
      rows: all.map(({ named, mass: { groups: parts } }) => [
        layerText(named),
        ...parts.map((part) => meanCell(part, 3)),
      ]),
    },
  ];
}
