import { AttentionQuery, type AttentionRow, type Rollout } from '@codiscope/proto';
import { z } from 'zod';

import { precisionFields } from '../../words/precision.js';
import { required } from '../../words/required.js';
import { namedLayersSchema, refusedSchema, resultHeader } from '../../words/result-head.js';
import { DIFFICULTIES } from '../../words/thought.js';
import { rolloutRecord, rolloutRecordSchema, tensorRows } from '../rollout-record.js';

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
  // The head in the order that files of this kind have.
  schema_version: resultHeader.schema_version,
  kind: z.literal('attention_weights'),
  model_fingerprint: resultHeader.model_fingerprint,
  ...precisionFields,
  dataset_sha256: resultHeader.dataset_sha256,
  protocol: resultHeader.protocol,
  thoughts: z.number().int().min(1),
  layers: namedLayersSchema,
  problems: z.array(problemAttentionSchema),
  refused: refusedSchema,
});

/** The attention results of a run. */
export type AttentionResults = z.infer<typeof attentionResultsSchema>;
/** The attention results of one problem. */
export type ProblemAttention = z.infer<typeof problemAttentionSchema>;

/** One query row: for each layer, each head's weight on each group of keys. */
const rowSchema = z.object({
  groups: z.array(z.string()),
  layers: z.array(z.number().int()),
  /** [layers][heads][groups] */
  weights: z.array(z.array(z.array(z.number()))),
});

/** A baseline rollout with its attention rows, as the journal keeps it. */
export const attentionRecordSchema = rolloutRecordSchema.extend({
  attention: z.object({ number: rowSchema.nullable(), eot: rowSchema.nullable() }),
});

/** A baseline rollout with its attention rows. */
export type AttentionRecord = z.infer<typeof attentionRecordSchema>;
/** One of the rows. */
export type RecordedRow = z.infer<typeof rowSchema>;

/** The record of a rollout whose attention was captured by groups, every head. */
export function attentionRecord(problemId: string, variant: string, rollout: Rollout): AttentionRecord {
  const row = (query: AttentionQuery): RecordedRow | null => {
    const found = rollout.attention.find((each) => each.query === query);
    return found ? recordedRow(found) : null;
  };
  return {
    ...rolloutRecord(problemId, variant, rollout),
    attention: { number: row(AttentionQuery.NUMBER), eot: row(AttentionQuery.EOT) },
  };
}

function recordedRow({ keyGroups, layers, weights }: AttentionRow): RecordedRow | null {
  if (!weights) return null;
  const heads = required(weights.shape[1], 'the heads of an attention row');
  const rows = tensorRows(weights);
  return {
    groups: keyGroups,
    layers,
    weights: layers.map((_, layer) => rows.slice(layer * heads, (layer + 1) * heads)),
  };
}
