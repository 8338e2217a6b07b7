import { z } from 'zod';

import { DIFFICULTIES } from '../words/difficulty.js';
import { PROTOCOLS } from '../words/protocol.js';
import { precisionFields } from '../words/precision.js';

const layerAttentionSchema = z.object({
  /** Mean over heads of the weight on each thought, thought 1 first. */
  continuous_token_attention: z.array(z.number()),
  total_attention_to_continuous: z.number(),
  mean_attention_to_continuous: z.number(),
  /** Mean over heads of the weight on each group of keys; sums to 1. */
  mass: z.record(z.string(), z.number()),
  /** The weight on each thought for every head: [heads][thoughts]. */
  heads: z.array(z.array(z.number())),
});

const problemAttentionSchema = z.object({
  problem_id: z.string(),
  difficulty: z.enum(DIFFICULTIES),
  expected_answer: z.number(),
  baseline_correct: z.boolean(),
  /**
   * By query row (`number`: the row that predicts the number, `eot`), then by `layer_L`. A row that does
   * not exist (no number in the answer) is null.
   */
  queries: z.record(z.enum(['number', 'eot']), z.record(z.string(), layerAttentionSchema).nullable()),
  /** The `number` row, under the origin's key. */
  attention_by_layer: z.record(z.string(), layerAttentionSchema).nullable(),
});

/** `results/attention_weights_100.json`. */
export const attentionResultsSchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('attention_weights'),
  model_fingerprint: z.string(),
  ...precisionFields,
  dataset_sha256: z.string(),
  protocol: z.enum(PROTOCOLS),
  thoughts: z.number().int().min(1),
  /** Decoder layers that were read, counted from 0, and what they are called, such as early, middle, late. */
  layers: z.array(z.object({ layer: z.number().int().min(0), name: z.string() })),
  problems: z.array(problemAttentionSchema),
  /** Problems that the server refused, with its reason. */
  refused: z.array(z.object({ problem_id: z.string(), reason: z.string() })),
});

/** The attention results of a run. */
export type AttentionResults = z.infer<typeof attentionResultsSchema>;
/** The attention results of one problem. */
export type ProblemAttention = z.infer<typeof problemAttentionSchema>;
