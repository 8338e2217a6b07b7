import { z } from 'zod';

import type { RoutingResults } from '../../results/routing.js';
import type { Resampling } from '../../statistics/index.js';
import { mean } from '../../statistics/index.js';
import { thoughtsUpTo } from '../../words/thought.js';
import { problemMean } from '../../estimates/problem-mean.js';
import { problemMeanSchema } from '../../estimates/fields.js';

/** Where each thought's row looks in the question. */
export const routingSummarySchema = z.object({
  problems: z.number().int(),
  /** Share of the question's tokens in each class: what attention spread evenly over the question would give. */
  token_shares: z.record(z.string(), z.number()),
  /** By `layer_L`, mean over heads. */
  by_layer: z.record(
    z.string(),
    z.array(
      z.object({
        thought: z.number().int(),
        /** Weight on each class of question tokens. */
        classes: z.record(z.string(), problemMeanSchema),
        /** Weight on BOT and thoughts. */
        elsewhere: problemMeanSchema,
        /** All of the above; 1 but for rounding. */
        total: z.number(),
      }),
    ),
  ),
});

/** Where each thought's row looks in the question. */
export type RoutingSummary = z.infer<typeof routingSummarySchema>;

/** Means over all problems, right and wrong. */
export function summariseRouting(results: RoutingResults, resampling: Resampling): RoutingSummary {
  const { problems, token_classes: classes, layers, thoughts } = results;
  const share = (name: string): number =>
    mean(problems.map(({ tokens }) => tokens.filter((token) => token.class === name).length / tokens.length));
  const thoughtAt = (key: string, index: number) => {
    const rows = problems.flatMap(({ by_layer: byLayer }) => byLayer[key] ?? []);
    const meanOf = (values: number[]) => problemMean(values, resampling);
    const byClass = Object.fromEntries(
      classes.map((name, place) => [name, meanOf(rows.map((row) => row.by_class[index]?.[place] ?? 0))]),
    );
    const elsewhere = meanOf(rows.map((row) => row.elsewhere[index] ?? 0));
    const total = [...Object.values(byClass), elsewhere].reduce((sum, each) => sum + (each.mean ?? 0), 0);
    return { thought: index + 1, classes: byClass, elsewhere, total };
  };
  return {
    problems: problems.length,
    token_shares: Object.fromEntries(classes.map((name) => [name, problems.length === 0 ? 0 : share(name)])),
    by_layer: Object.fromEntries(
      layers.map(({ layer }) => [
        `layer_${layer}`,
        thoughtsUpTo(thoughts).map((_, index) => thoughtAt(`layer_${layer}`, index)),
      ]),
    ),
  };
}
