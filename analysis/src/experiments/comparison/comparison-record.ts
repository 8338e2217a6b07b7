import { AttentionQuery, SlotKind, type AttentionRow, type Rollout, type Tensor } from '@codiscope/proto';
import { z } from 'zod';

import { rolloutRecord, rolloutRecordSchema } from '../rollout-record.js';
import { tensorRows } from '../short-float.js';

/** [layers][thoughts] */
const byLayerAndThought = z.array(z.array(z.number()));

/** The clean run with the row that predicts the number, as the journal keeps it. */
export const cleanRecordSchema = rolloutRecordSchema.extend({
  /** Mean over heads; null when the answer has no number. */
  number_row: z
    .object({
      layers: z.array(z.number().int()),
      attention: byLayerAndThought,
      value_norms: byLayerAndThought,
    })
    .nullable(),
});

/** A run with a change and how far it has moved thoughts' vectors, as the journal keeps it. */
export const armRecordSchema = rolloutRecordSchema.extend({
  moved: z.array(
    z.object({
      thought: z.number().int(),
      norm: z.number(),
      clean_norm: z.number().nullable(),
      distance: z.number().nullable(),
      clean_distance: z.number().nullable(),
    }),
  ),
});

/** The clean run of a problem. */
export type CleanRecord = z.infer<typeof cleanRecordSchema>;
/** A run with a change. */
export type ArmRecord = z.infer<typeof armRecordSchema>;

/** The record of a clean rollout whose number row was captured by groups, mean over heads, value norms too. */
export function cleanRecord(problemId: string, variant: string, rollout: Rollout): CleanRecord {
  const row = rollout.attention.find(({ query }) => query === AttentionQuery.NUMBER);
  return { ...rolloutRecord(problemId, variant, rollout), number_row: row ? numberRow(row) : null };
}

function numberRow({ layers, keyGroups, weights, valueNorms }: AttentionRow): CleanRecord['number_row'] {
  if (!weights || !valueNorms) return null;
  const columns = keyGroups.flatMap((group, index) => (group.startsWith('thought_') ? [index] : []));
  const thoughts = (tensor: Tensor): number[][] =>
    tensorRows(tensor).map((row) => columns.map((column) => row[column] ?? 0));
  return { layers, attention: thoughts(weights), value_norms: thoughts(valueNorms) };
}

/** The record of a rollout whose moved vectors were captured. */
export function armRecord(problemId: string, variant: string, rollout: Rollout): ArmRecord {
  return {
    ...rolloutRecord(problemId, variant, rollout),
    moved: rollout.offManifold.flatMap(({ slot, norm, cleanNorm, distance, cleanDistance }) =>
      slot?.kind === SlotKind.THOUGHT
        ? [
            {
              thought: slot.number,
              norm,
              clean_norm: cleanNorm ?? null,
              distance: distance ?? null,
              clean_distance: cleanDistance ?? null,
            },
          ]
        : [],
    ),
  };
}
