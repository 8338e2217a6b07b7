import { z } from 'zod';

import type { DecompositionResults } from '../../results/decomposition.js';
import type { Resampling } from '../../statistics/index.js';
import { sum } from '../../statistics/descriptive.js';
import { problemMean } from '../../estimates/problem-mean.js';
import { problemMeanSchema } from '../../estimates/fields.js';

/** What the logit of gold minus that of the strongest other token is made of; means over problems. */
export const decompositionSummarySchema = z.object({
  /** Baseline-correct problems with a gold and a rival token. */
  problems: z.number().int(),
  /** Logit difference: the margin. */
  margin: problemMeanSchema,
  /** Attention summed over layers, by group of source slots, in the order of the results. */
  attention: z.array(z.object({ group: z.string(), ...problemMeanSchema.shape })),
  /** Attention (all groups) and MLP by layer. */
  layers: z.array(
    z.object({ layer: z.number().int(), attention: problemMeanSchema, mlp: problemMeanSchema }),
  ),
  embedding: problemMeanSchema,
  bias: problemMeanSchema,
  /** Largest |sum of the parts - margin| of a problem, relative to it (or to 1 where it is smaller). */
  additivity_error: z.number().nullable(),
});

/** What the margin is made of. */
export type DecompositionSummary = z.infer<typeof decompositionSummarySchema>;

/** Means over the baseline-correct problems that have a difference. */
export function summariseDecomposition(
  { problems, groups, layers }: Pick<DecompositionResults, 'problems' | 'groups' | 'layers'>,
  resampling: Resampling,
): DecompositionSummary {
  const parts = problems.flatMap(({ baseline_correct: right, difference }) =>
    right && difference !== null ? [difference] : [],
  );
  type Parts = (typeof parts)[number];
  const meanOf = (value: (each: Parts) => number) => problemMean(parts.map(value), resampling);
  const all = ({ attention, mlp, embedding, bias }: Parts): number =>
    sum([...attention.flat(), ...mlp, embedding, bias]);
  const errors = parts.map((each) => Math.abs(all(each) - each.logit) / Math.max(1, Math.abs(each.logit)));
  return {
    problems: parts.length,
    margin: meanOf(({ logit }) => logit),
    attention: groups.map((group, place) => ({
      group,
      ...meanOf(({ attention }) => sum(attention.map((layer) => layer[place] ?? 0))),
    })),
    layers: Array.from({ length: layers }, (_, layer) => ({
      layer,
      attention: meanOf(({ attention }) => sum(attention[layer] ?? [])),
      mlp: meanOf(({ mlp }) => mlp[layer] ?? 0),
    })),
    embedding: meanOf(({ embedding }) => embedding),
    bias: meanOf(({ bias }) => bias),
    additivity_error: errors.length === 0 ? null : Math.max(...errors),
  };
}
