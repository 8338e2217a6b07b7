import { z } from 'zod';

import { DIFFICULTIES } from '../datasets/problem.js';
import { PROTOCOLS } from '../results/protocol.js';
import { precisionFields } from '../results/precision.js';

const interval = z.tuple([z.number(), z.number()]);
const reason = z.string().nullable();

/** A correlation over pairs of (problem, thought); null with a reason where it has no value. */
const correlationSchema = z.object({
  r: z.number().nullable(),
  /** Two-sided p of t, as if all pairs were independent. */
  p: z.number().nullable(),
  /** Pairs. */
  n: z.number().int(),
  reason,
});

/** 95 % percentile interval of r, problems resampled; null with a reason. */
const bootstrapFields = { interval_95: interval.nullable(), interval_reason: reason };
/** Two-sided permutation p; null with a reason. */
const permutationFields = { permutation_p: z.number().nullable(), permutation_reason: reason };

/** How attention goes with one measure of importance at one layer. */
const associationSchema = correlationSchema.extend({
  ...bootstrapFields,
  spearman: correlationSchema,
  /**
   * Both minus the mean of their thought: what remains when positions no longer differ. `permutation_p`: whole
   * problems dealt out anew, so that the thoughts of a problem stay together. `slot_permutation_p`: attention
   * shuffled among problems inside each thought on its own.
   */
  within_position: correlationSchema.extend({
    ...bootstrapFields,
    ...permutationFields,
    slot_permutation_p: z.number().nullable(),
  }),
  /** Both minus the mean of their problem. Thoughts permuted inside each problem. */
  within_problem: correlationSchema.extend(permutationFields),
  /** Shares of the pooled covariance between and within positions; they sum to 1. */
  covariance_split: z.object({ between: z.number().nullable(), within: z.number().nullable(), reason }),
  /** The pooled correlation without the thought whose means contribute most to the covariance. */
  without_strongest_position: correlationSchema.extend({ thought: z.number().int().nullable() }),
});

const layerAssociationSchema = associationSchema.extend({
  p_note: z.string(),
  /** The same against the drop of the gold answer's log-probability (the primary continuous measure). */
  gold_log_prob_drop: associationSchema,
});

const byLayer = z.record(z.string(), layerAssociationSchema);

const rateSchema = z.object({
  correct: z.number().int(),
  n: z.number().int(),
  accuracy: z.number().nullable(),
  wilson_95: interval.nullable(),
  reason,
});

const thoughtImportanceSchema = z.object({
  /** Share of answers that flip from right to wrong when this thought is ablated. */
  importance_mean: z.number().nullable(),
  flips: z.number().int(),
  n: z.number().int(),
  wilson_95: interval.nullable(),
  /** Nats. */
  gold_log_prob_drop_mean: z.number().nullable(),
});

const thoughtAttentionSchema = z.object({
  /** Weight of the row that predicts the number on this thought, mean over heads. */
  attention_mean: z.number().nullable(),
  attention_std: z.number().nullable(),
  /** Pearson's r of attention and flip over problems, with its reason where null. */
  correlation: z.number().nullable(),
  p_value: z.number().nullable(),
  reason,
  /** The same against the drop of gold log-probability. */
  drop_correlation: correlationSchema,
});

const perThoughtSchema = thoughtImportanceSchema.extend({
  ...thoughtAttentionSchema.shape,
  /** Sample standard deviation and standard error of the flips. */
  importance_std: z.number().nullable(),
  sem: z.number().nullable(),
  gold_log_prob_drop_std: z.number().nullable(),
  gold_log_prob_drop_sem: z.number().nullable(),
});

const difficultySchema = z.object({
  num_problems: z.number().int(),
  mean_importance: z.number().nullable(),
  per_thought: z.record(z.string(), thoughtImportanceSchema),
  correlation: z.number().nullable(),
  p_value: z.number().nullable(),
  reason,
  within_position: correlationSchema,
});

const comparisonSchema = z.object({
  thoughts: z.tuple([z.number().int(), z.number().int()]),
  /** Problems that only the first, only the second flips. */
  only_first: z.number().int(),
  only_second: z.number().int(),
  /** Exact McNemar, and Holm-adjusted over all pairs of thoughts. */
  p: z.number(),
  p_holm: z.number(),
});

/** Why a problem is left out; the first that applies, in this order. */
export const EXCLUSION_REASONS = [
  'refused',
  'no_number',
  'truncated',
  'wrong_baseline',
  'no_score',
  'missing_attention',
  'baseline_disagrees',
  'missing_ablation',
] as const;

const exclusionSchema = z.object({ count: z.number().int(), problem_ids: z.array(z.string()) });

/** `results/summary_statistics.json`; the origin's keys where the meaning is the origin's. */
export const summarySchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('summary_statistics'),
  model_fingerprint: z.string(),
  ...precisionFields,
  dataset_sha256: z.string(),
  protocol: z.enum(PROTOCOLS),
  intervention: z.object({
    site: z.string(),
    /** Null for `embed`, and for knockouts in every layer. */
    layer: z.number().int().nullable(),
    method: z.string(),
    later: z.enum(['recompute', 'hold']),
  }),
  /** Thoughts of the model. */
  thoughts: z.number().int(),
  /** The layer of `per_thought`, `by_difficulty` and the findings. */
  late_layer: z.number().int(),
  num_problems: z.object({ total: z.number().int(), analysed: z.number().int() }),
  resampling: z.object({ resamples: z.number().int(), seed: z.number().int() }),
  /** Attention of the `number` row against flips, by `layer_L`. */
  overall_correlation: byLayer,
  /** By `thought_k`, at the late layer. */
  per_thought: z.record(z.string(), perThoughtSchema),
  /** By `layer_L`, then `thought_k`. */
  per_thought_by_layer: z.record(z.string(), z.record(z.string(), thoughtAttentionSchema)),
  thought_comparisons: z.array(comparisonSchema),
  by_difficulty: z.partialRecord(z.enum(DIFFICULTIES), difficultySchema),
  /** Of all problems of the ablation file, before exclusions. */
  baseline: z.object({
    overall: rateSchema,
    by_difficulty: z.partialRecord(z.enum(DIFFICULTIES), rateSchema),
  }),
  /** Of all problems too: those right without thoughts are not selected on the outcome. */
  truncation: z.object({
    /** By `thoughts_k`, k = 0 up to all. */
    accuracy: z.record(z.string(), rateSchema.extend({ thoughts_run: z.number().int() })),
    /** Problems right with no thought only, with all thoughts only; exact McNemar. Null if not run. */
    none_against_all: z
      .object({ only_none: z.number().int(), only_all: z.number().int(), p: z.number() })
      .nullable(),
  }),
  controls: z.object({
    /** Whether the self-patch equals the baseline on every problem; if not, the run means nothing. */
    self_patch_valid: z.boolean(),
    self_patch_failures: z.array(z.string()),
  }),
  exclusions: z.record(z.enum(EXCLUSION_REASONS), exclusionSchema),
  /** The `eot` query row (the origin's), where it was read. */
  eot_query: z.object({ overall_correlation: byLayer }).nullable(),
  findings: z.object({
    /** One plain sentence each. */
    rq1_in_short: z.string(),
    rq2_in_short: z.string(),
    rq1: z.array(z.string()),
    rq2: z.array(z.string()),
    rq2_verdict: z.enum([
      'undefined',
      'opposite_within_positions',
      'between_positions_only',
      'within_positions_too',
      'within_positions_only',
      'no_association',
    ]),
  }),
});

/** The statistics of a run. */
export type Summary = z.infer<typeof summarySchema>;
/** Attention against one measure of importance at one layer. */
export type Association = z.infer<typeof associationSchema>;
/** Attention against flips at one layer, with the continuous measure beside it. */
export type LayerAssociation = z.infer<typeof layerAssociationSchema>;
/** A share of right answers. */
export type AccuracyRate = z.infer<typeof rateSchema>;
/** Importance and attention of one thought. */
export type ThoughtSummary = z.infer<typeof perThoughtSchema>;
/** Two thoughts compared on the same problems. */
export type ThoughtComparison = z.infer<typeof comparisonSchema>;
/** Why a problem is left out. */
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];
