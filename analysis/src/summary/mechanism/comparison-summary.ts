import { z } from 'zod';

import type { ComparisonResults } from '../../results/comparison.js';
import type { Resampling } from '../../statistics/index.js';
import { cochranQ, mean } from '../../statistics/index.js';
import { thoughtsUpTo } from '../../words/thought.js';
import { omnibusFields, omnibusSchema } from '../../estimates/omnibus.js';
import { problemMean } from '../../estimates/problem-mean.js';
import { problemMeanSchema, shareSchema } from '../../estimates/fields.js';
import { shareOf } from '../../estimates/share.js';

/** Methods, sites and kinds of effect side by side. */
export const comparisonSummarySchema = z.object({
  /** Baseline-correct problems. */
  problems: z.number().int(),
  arms: z.array(
    z.object({
      name: z.string(),
      effect: z.enum(['total', 'direct', 'knockout']),
      thoughts: z.array(
        z.object({
          thought: z.number().int(),
          flips: shareSchema,
          /** Nats, over the problems with scores. */
          drop: problemMeanSchema,
        }),
      ),
      /** Whether the thoughts flip alike under this arm. */
      omnibus: omnibusSchema,
      /** Mean |vector put there| / |clean vector|; null for knockouts. */
      norm_ratio: z.number().nullable(),
      /** Mean distance to the clean cloud over that of clean vectors: above 1 lies outside. */
      relative_distance: z.number().nullable(),
    }),
  ),
});

/** Methods, sites and kinds of effect side by side. */
export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;

/** Flips and drops of every arm and thought over the baseline-correct problems. */
export function summariseComparison(
  { problems, arms, thoughts }: Pick<ComparisonResults, 'problems' | 'arms' | 'thoughts'>,
  resampling: Resampling,
): ComparisonSummary {
  const right = problems.filter((problem) => problem.baseline_correct);
  return {
    problems: right.length,
    arms: arms.map(({ name, effect }, arm) => {
      const rows = right.map(({ effects }) => effects[arm] ?? []);
      const cells = rows.flat();
      const clean = cells.flatMap(({ distance, clean_distance: own }) =>
        distance !== null && own !== null && own > 0 ? [distance / own] : [],
      );
      return {
        name,
        effect,
        thoughts: thoughtsUpTo(thoughts).map((thought, index) => ({
          thought,
          flips: shareOf(rows.map((row) => row[index]?.flip === 1)),
          drop: problemMean(
            rows.flatMap((row) => row[index]?.gold_log_prob_drop ?? []),
            resampling,
          ),
        })),
        omnibus: omnibusFields(cochranQ(rows.map((row) => row.map(({ flip }) => flip)))),
        norm_ratio: meanOrNull(cells.flatMap(({ norm_ratio: ratio }) => ratio ?? [])),
        relative_distance: meanOrNull(clean),
      };
    }),
  };
}

function meanOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : mean(values);
}
