import { AttentionQuery, type AttentionRow, type Rollout } from '@codiscope/proto';
import { z } from 'zod';

import { required } from '../../words/required.js';
import { rolloutRecord, rolloutRecordSchema, tensorRows } from '../rollout-record.js';

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
