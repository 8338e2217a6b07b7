import { decodeTensor, type Rollout, type TokenAttribution } from '@codiscope/proto';
import { z } from 'zod';

import { logitPartsSchema, type LogitParts } from '../../results/decomposition.js';
import { rolloutRecord, rolloutRecordSchema } from '../rollout-record.js';
import { shortFloat } from '../short-float.js';

/** A clean run with the parts of two logits at the number token, as the journal keeps it. */
export const decompositionRecordSchema = rolloutRecordSchema.extend({
  /** Null when the tokenizer has no token for the gold answer. */
  attribution: z
    .object({ groups: z.array(z.string()), gold: logitPartsSchema, rival: logitPartsSchema })
    .nullable(),
});

/** A clean run with the parts of two logits. */
export type DecompositionRecord = z.infer<typeof decompositionRecordSchema>;

/** The record of a rollout whose attribution was captured by groups. */
export function decompositionRecord(
  problemId: string,
  variant: string,
  rollout: Rollout,
): DecompositionRecord {
  const { keyGroups: groups = [], gold, rival } = rollout.attribution ?? {};
  return {
    ...rolloutRecord(problemId, variant, rollout),
    attribution: gold && rival ? { groups, gold: logitParts(gold), rival: logitParts(rival) } : null,
  };
}

function logitParts({ token, logit, attention, mlp, embedding, bias }: TokenAttribution): LogitParts {
  if (!attention || !mlp) throw new RangeError('an attribution has the parts of attention and of the MLPs');
  const { shape, data } = decodeTensor(attention);
  const [layers = 0, heads = 0, groups = 0] = shape;
  const sums = (count: number, other: number, at: (layer: number, kept: number, summed: number) => number) =>
    Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: count }, (__, kept) => {
        let sum = 0;
        for (let summed = 0; summed < other; summed++) sum += data[at(layer, kept, summed)] ?? 0;
        return shortFloat(sum);
      }),
    );
  return {
    piece: token?.piece ?? '',
    logit,
    attention: sums(groups, heads, (layer, group, head) => (layer * heads + head) * groups + group),
    heads: sums(heads, groups, (layer, head, group) => (layer * heads + head) * groups + group),
    mlp: Array.from(decodeTensor(mlp).data, shortFloat),
    embedding,
    bias,
  };
}
