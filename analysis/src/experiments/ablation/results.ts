import { z } from 'zod';

import { DIFFICULTIES } from '../../words/thought.js';
import { precisionFields } from '../../words/precision.js';
import { refusedSchema, resultHeader } from '../../words/result-head.js';
import { ablationSchema } from '../arms/compare-ablation.js';
import { LATER_THOUGHTS } from '../arms/names.js';

/** What one rollout came to. Log-probabilities in nats, teacher-forced, read as `codi.v1.Scores` says. */
const outcomeSchema = z.object({
  /** The generated text. */
  output: z.string(),
  /** The last number in it; null when there is none. */
  predicted_answer: z.number().nullable(),
  correct: z.boolean(),
  /** Whether the token limit cut the answer off. */
  truncated: z.boolean(),
  /** This and the margin are null when the tokenizer has no token for the gold answer. */
  gold_log_prob: z.number().nullable(),
  /** At the number token: gold logit minus the largest other. */
  margin: z.number().nullable(),
});

const truncationSchema = z.object({
  /** Thoughts that were run before EOT. */
  thoughts_run: z.number().int().min(0),
  predicted_answer: z.number().nullable(),
  correct: z.boolean(),
  gold_log_prob: z.number().nullable(),
});

const problemAblationsSchema = z.object({
  problem_id: z.string(),
  difficulty: z.enum(DIFFICULTIES),
  expected_answer: z.number(),
  baseline: outcomeSchema,
  /** One for each set of thoughts, in the order of the run's `sets`. */
  token_ablations: z.array(ablationSchema),
  /** `importance` of the single-thought ablations, thought 1 first; empty when singles were not run. */
  importance_scores: z.array(z.number()),
  num_critical_tokens: z.number().int(),
  controls: z.object({
    /** Whether the self-patch of every thought gave the baseline's tokens and scores exactly. */
    self_patch_equals_baseline: z.boolean(),
    /** Rollouts cut after 0, 1, .. thoughts; the whole rollout is the baseline. */
    truncation: z.array(truncationSchema),
  }),
});

/** `results/token_ablation_results_100.json`. */
export const ablationResultsSchema = z.object({
  // The head in the order that files of this kind have.
  schema_version: resultHeader.schema_version,
  kind: z.literal('token_ablation'),
  model_fingerprint: resultHeader.model_fingerprint,
  ...precisionFields,
  dataset_sha256: resultHeader.dataset_sha256,
  protocol: resultHeader.protocol,
  site: z.string(),
  /** Null for `embed`, and for knockouts in every layer. */
  layer: z.number().int().min(0).nullable(),
  /** Query heads, where the site or the knockout is of single ones. */
  heads: z.array(z.number().int().min(0)).optional(),
  method: z.string(),
  /** What the method was given, such as donors, sigma or the reference. */
  method_settings: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  later: z.enum(LATER_THOUGHTS),
  /** Thoughts of the model; in the origin's protocol its "tokens", of which entry k is "token k - 1". */
  thoughts: z.number().int().min(1),
  /** Thoughts that a baseline runs, where it is not all of them: one fewer in the origin's protocol. */
  thoughts_run: z.number().int().min(0).optional(),
  problems: z.array(problemAblationsSchema),
  /** What the server warned of about baselines, and for how many problems. */
  warnings: z.array(
    z.object({ problems: z.number().int(), first_problem_id: z.string(), warning: z.string() }),
  ),
  refused: refusedSchema,
});

/** The ablation results of a run. */
export type AblationResults = z.infer<typeof ablationResultsSchema>;

/** The ablation results of one problem. */
export type ProblemAblations = z.infer<typeof problemAblationsSchema>;
