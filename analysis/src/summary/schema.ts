import { z } from 'zod';

import { DIFFICULTIES } from '../words/difficulty.js';
import { PROTOCOLS } from '../words/protocol.js';
import { precisionFields } from '../words/precision.js';
import { layerAssociationSchema } from './association-schema.js';
import { latticeSchema } from './composition/lattice-schema.js';
import { cutRuleSchema } from './known/cut-rule.js';
import { lensReadsSchema } from './known/lens-reads.js';
import { attentionBenchSchema } from './mechanism/attention-bench.js';
import { layerMassSchema } from './mechanism/attention-mass.js';
import { comparisonSummarySchema } from './mechanism/comparison-summary.js';
import { decompositionSummarySchema } from './mechanism/decomposition-summary.js';
import { headMapSchema } from './mechanism/head-map.js';
import { routingSummarySchema } from './mechanism/routing-summary.js';
import { twinSummarySchema } from './mechanism/twin-summary.js';
import { omnibusSchema } from '../estimates/omnibus.js';
import {
  accuracySchema,
  correlationSchema,
  intervalSchema,
  permutationFields,
  reasonSchema,
} from '../estimates/fields.js';
import { smallestDropSchema } from './smallest-drop.js';

const thoughtImportanceSchema = z.object({
  /** Share of answers that flip from right to wrong when this thought is ablated. */
  importance_mean: z.number().nullable(),
  flips: z.number().int(),
  n: z.number().int(),
  wilson_95: intervalSchema.nullable(),
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
  reason: reasonSchema,
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
  reason: reasonSchema,
  within_position: correlationSchema,
  /** As `conditional_ranks`, against flips and against drops. */
  conditional: correlationSchema.extend(permutationFields),
  drop_conditional: correlationSchema.extend(permutationFields),
  /** By `thoughts_k`, of all problems of the level, as `truncation`. */
  truncation: z.record(z.string(), accuracySchema.extend({ thoughts_run: z.number().int() })),
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

const byLayerSchema = z.record(z.string(), layerAssociationSchema);

/** The p that verdicts on one layer rest on, and Holm-adjusted over the layers; null where undefined. */
const layerTestSchema = z.object({
  layer: z.number().int(),
  /** The larger of the conditional permutation's and the conditional logistic regression's. */
  flips: z.number().nullable(),
  flips_holm: z.number().nullable(),
  /** The conditional permutation's. */
  drops: z.number().nullable(),
  drops_holm: z.number().nullable(),
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
  /** The smallest effects that would matter, declared for the equivalence tests: |r|, and nats of drop. */
  smallest_effects: z.object({ r: z.number(), drop: z.number() }),
  /** Attention of the `number` row against flips, by `layer_L`. */
  overall_correlation: byLayerSchema,
  /** By `thought_k`, at the late layer. */
  per_thought: z.record(z.string(), perThoughtSchema),
  /** By `layer_L`, then `thought_k`. */
  per_thought_by_layer: z.record(z.string(), z.record(z.string(), thoughtAttentionSchema)),
  /** Comes before the pairs. */
  thought_omnibus: omnibusSchema,
  thought_comparisons: z.array(comparisonSchema),
  /** Which thoughts' mean drop is shown to be too small to matter. */
  thought_equivalence: z.array(smallestDropSchema),
  layer_tests: z.array(layerTestSchema),
  /** Null where no problem is left. */
  head_map: headMapSchema.nullable(),
  /** Where the row that predicts the number looks, by `layer_L`. */
  attention_mass: z.record(z.string(), layerMassSchema),
  by_difficulty: z.partialRecord(z.enum(DIFFICULTIES), difficultySchema),
  /** Of all problems of the ablation file, before exclusions. */
  baseline: z.object({
    overall: accuracySchema,
    by_difficulty: z.partialRecord(z.enum(DIFFICULTIES), accuracySchema),
  }),
  /** Of all problems too: those right without thoughts are not selected on the outcome. */
  truncation: z.object({
    /** By `thoughts_k`, k = 0 up to all. */
    accuracy: z.record(z.string(), accuracySchema.extend({ thoughts_run: z.number().int() })),
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
  eot_query: z.object({ overall_correlation: byLayerSchema }).nullable(),
  /** Null unless every set of thoughts was ablated. */
  lattice: latticeSchema.nullable(),
  /** Each null where its result file was not there. */
  routing: routingSummarySchema.nullable(),
  decomposition: decompositionSummarySchema.nullable(),
  comparison: comparisonSummarySchema.nullable(),
  attention_bench: attentionBenchSchema.nullable(),
  twins: twinSummarySchema.nullable(),
  /** What the steps of the problems say of the thoughts; null without a dataset, without lens results. */
  known_truth: z.object({ cut_rule: cutRuleSchema.nullable(), lens: lensReadsSchema.nullable() }),
  findings: z.object({
    /** One plain sentence each. */
    rq1_in_short: z.string(),
    rq2_in_short: z.string(),
    rq1: z.array(z.string()),
    rq2: z.array(z.string()),
    /** Thoughts together; heads, question, logits, methods and twins; steps of the problems. Empty if not run. */
    composition: z.array(z.string()),
    mechanism: z.array(z.string()),
    known_truth: z.array(z.string()),
    rq2_verdict: z.enum([
      'undefined',
      'opposite_within_positions',
      'between_positions_only',
      'within_positions_too',
      'within_positions_only',
      'between_problems_only',
      'no_association',
    ]),
    /** Whether flips go with attention inside problems and positions at the late layer; null where undefined. */
    rq2_relation_inside: z.boolean().nullable(),
  }),
});

/** The statistics of a run. */
export type Summary = z.infer<typeof summarySchema>;
/** A share of right answers. */
export type AccuracyRate = z.infer<typeof accuracySchema>;
/** Importance and attention of one thought. */
export type ThoughtSummary = z.infer<typeof perThoughtSchema>;
/** Two thoughts compared on the same problems. */
export type ThoughtComparison = z.infer<typeof comparisonSchema>;
/** Why a problem is left out. */
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];
/** The p that verdicts on one layer rest on. */
export type LayerTest = z.infer<typeof layerTestSchema>;
/** One level of difficulty. */
export type DifficultySummary = z.infer<typeof difficultySchema>;
