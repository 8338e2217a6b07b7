import { z } from 'zod';

import { problemHeader, refusedSchema, resultHeader } from '../../words/result-head.js';

/** One way to ablate single thoughts. */
const armSchema = z.object({
  /** Unique in the file, such as "mean, total" or "knockout answer". */
  name: z.string(),
  site: z.string(),
  layer: z.number().int().min(0).nullable(),
  heads: z.array(z.number().int().min(0)).optional(),
  method: z.string(),
  method_settings: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** `total`: recomputed; `direct`: other thoughts held; `knockout`: edges cut. */
  effect: z.enum(['total', 'direct', 'knockout']),
});

const effectSchema = z.object({
  /** 1 if the baseline is correct and this is not, else 0; of several donors more than half. */
  flip: z.union([z.literal(0), z.literal(1)]),
  reverse_flip: z.union([z.literal(0), z.literal(1)]),
  answer_changed: z.boolean(),
  /** Nats; null without scores. */
  gold_log_prob_drop: z.number().nullable(),
  margin_drop: z.number().nullable(),
  kl_from_baseline: z.number().nullable(),
  /** |vector put there| / |clean vector|, and distances to the clean cloud, where a vector was changed. */
  norm_ratio: z.number().nullable(),
  distance: z.number().nullable(),
  clean_distance: z.number().nullable(),
});

const problemComparisonSchema = z.object({
  ...problemHeader,
  baseline_gold_log_prob: z.number().nullable(),
  /** [arms][thoughts], thought 1 first. */
  effects: z.array(z.array(effectSchema)),
  /** The clean run's row that predicts the number, mean over heads: [layers][thoughts]; null without a number. */
  attention: z.array(z.array(z.number())).nullable(),
  /** The same of value-weighted norms. */
  value_norms: z.array(z.array(z.number())).nullable(),
});

/** `results/comparison_100.json`: methods, sites and kinds of effect side by side. */
export const comparisonResultsSchema = z.object({
  ...resultHeader,
  kind: z.literal('comparison'),
  arms: z.array(armSchema).min(1),
  /** Decoder layers of `attention`, counted from 0. */
  layers: z.array(z.number().int().min(0)),
  problems: z.array(problemComparisonSchema),
  refused: refusedSchema,
});

/** The comparison results of a run. */
export type ComparisonResults = z.infer<typeof comparisonResultsSchema>;
/** The comparison results of one problem. */
export type ProblemComparison = z.infer<typeof problemComparisonSchema>;
