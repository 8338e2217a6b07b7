import { AttentionQuery, type Rollout } from '@codiscope/proto';
import { z } from 'zod';

import { rolloutRecord, rolloutRecordSchema } from '../rollout-record.js';
import { tensorRows } from '../short-float.js';

/** A clean run with the thoughts' rows of attention, as the journal keeps it. */
export const routingRecordSchema = rolloutRecordSchema.extend({
  /** Tokens of the question: the first keys of every row. */
  question_tokens: z.number().int(),
  layers: z.array(z.number().int()),
  /** Mean over heads, every key up to the thought itself: [thoughts][layers][keys]. */
  rows: z.array(z.array(z.array(z.number()))),
});

/** A clean run with the thoughts' rows of attention. */
export type RoutingRecord = z.infer<typeof routingRecordSchema>;

/** The record of a rollout whose thoughts' rows were captured, mean over heads, every key. */
export function routingRecord(problemId: string, variant: string, rollout: Rollout): RoutingRecord {
  const rows = rollout.attention.filter(({ query }) => query === AttentionQuery.THOUGHTS);
  return {
    ...rolloutRecord(problemId, variant, rollout),
    question_tokens: rollout.layout?.questionTokens ?? 0,
    layers: rows[0]?.layers ?? [],
    rows: rows.map(({ weights }) => (weights ? tensorRows(weights) : [])),
  };
}
