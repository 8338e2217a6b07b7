import { z } from 'zod';

import { correlationSchema, intervalSchema, permutationFields, reasonSchema } from '../estimates/fields.js';
import { omnibusSchema } from '../estimates/omnibus.js';
import { ablationFactsSchema, truncationAccuracySchema } from '../experiments/ablation/summary.js';
import { attentionFactsSchema } from '../experiments/attention/summary.js';
import type { FINDING_HEADINGS } from '../experiments/experiment.js';
import { lensFactsSchema } from '../experiments/lens/summary.js';
import { OPTIONAL_EXPERIMENTS, type OptionalFacts } from '../experiments/registry.js';
import { DIFFICULTIES } from '../words/thought.js';
import { precisionFields } from '../words/precision.js';
import { PROTOCOLS } from '../words/protocol.js';
import { layerAssociationSchema } from './association-schema.js';
import { EXCLUSION_REASONS } from './match-problems.js';
import { headMapSchema } from './head-map.js';
import { smallestDropSchema, thoughtComparisonSchema } from './thought-tests.js';

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
  /** Least squares of drop on attention; null where attention is constant. */
  drop_line: z.object({ slope: z.number(), intercept: z.number() }).nullable(),
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
  truncation: truncationAccuracySchema,
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

const exclusionSchema = z.object({ count: z.number().int(), problem_ids: z.array(z.string()) });

const { cut_rule: cutRule, ...ablationFacts } = ablationFactsSchema.shape;
const { lens_reads: lensReads } = lensFactsSchema.shape;

/** Which thoughts a lens reads, and whether cuts break the longer problems: what the problems' steps say. */
const knownTruthSchema = z.object({ cut_rule: cutRule, lens: lensReads });

const findingsSchema = z.object({
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
} satisfies Record<(typeof FINDING_HEADINGS)[number], z.ZodType> & Record<string, z.ZodType>);

/** What statistics of ablation and attention come to; the origin's keys where the meaning is the origin's. */
const coreSchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('summary_statistics'),
  model_fingerprint: z.string(),
  ...precisionFields,
  dataset_sha256: z.string(),
  protocol: z.enum(PROTOCOLS),
  intervention: ablationFacts.intervention,
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
  thought_comparisons: z.array(thoughtComparisonSchema),
  /** Which thoughts' mean drop is shown to be too small to matter. */
  thought_equivalence: z.array(smallestDropSchema),
  layer_tests: z.array(layerTestSchema),
  /** Null where no problem is left. */
  head_map: headMapSchema.nullable(),
  attention_mass: attentionFactsSchema.shape.attention_mass,
  by_difficulty: z.partialRecord(z.enum(DIFFICULTIES), difficultySchema),
  baseline: ablationFacts.baseline,
  truncation: ablationFacts.truncation,
  controls: ablationFacts.controls,
  exclusions: z.record(z.enum(EXCLUSION_REASONS), exclusionSchema),
  /** The `eot` query row (the origin's), where it was read. */
  eot_query: z.object({ overall_correlation: byLayerSchema }).nullable(),
  ablated_sets: ablationFacts.ablated_sets,
  lattice: ablationFacts.lattice,
});

/** The statistics of a run: of ablation and attention, of every other experiment (null where it was not run). */
export type Summary = z.infer<typeof coreSchema> &
  Omit<OptionalFacts, 'lens_reads'> & {
    known_truth: z.infer<typeof knownTruthSchema>;
    findings: z.infer<typeof findingsSchema>;
  };

/** `results/summary_statistics.json`. Its type is put together by the registry too, which zod cannot follow. */
export const summarySchema: z.ZodType<Summary> = z.object({
  ...coreSchema.shape,
  ...Object.fromEntries(
    OPTIONAL_EXPERIMENTS.flatMap(({ facts }) => Object.entries(facts.shape)).filter(
      ([key]) => key !== 'lens_reads',
    ),
  ),
  known_truth: knownTruthSchema,
  findings: findingsSchema,
}) as unknown as z.ZodType<Summary>;

/** The name of its file. */
export const SUMMARY_FILE_NAME = 'summary_statistics.json';

/** Importance and attention of one thought. */
export type ThoughtSummary = z.infer<typeof perThoughtSchema>;
/** The p that verdicts on one layer rest on. */
export type LayerTest = z.infer<typeof layerTestSchema>;
/** One level of difficulty. */
export type DifficultySummary = z.infer<typeof difficultySchema>;
