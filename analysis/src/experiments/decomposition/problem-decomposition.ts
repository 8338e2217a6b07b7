import { decodeTensor, type Rollout, type Tensor, type TokenAttribution } from '@codiscope/proto';
import { z } from 'zod';

import type { Problem } from '../../datasets/problem.js';
import { entryAt, required } from '../../words/required.js';
import { problemHead } from '../result-head.js';
import { rolloutRecord, rolloutRecordSchema, shortFloat } from '../rollout-record.js';
import { logitPartsSchema, type LogitParts, type ProblemDecomposition } from './results.js';

/** A clean run with the parts of two logits at the number token, as the journal keeps it. */
export const decompositionRecordSchema = rolloutRecordSchema.extend({
  /** Null when the tokenizer does not have a token for the gold answer. */
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
  return {
    piece: required(token, 'the token of an attribution').piece,
    logit,
    ...attentionParts(required(attention, 'the attention of an attribution')),
    mlp: Array.from(decodeTensor(required(mlp, 'the MLPs of an attribution')).data, shortFloat),
    embedding,
    bias,
  };
}

/** [layers, heads, groups] summed over heads, and over groups. */
function attentionParts(tensor: Tensor): Pick<LogitParts, 'attention' | 'heads'> {
  const { shape, data } = decodeTensor(tensor);
  const [layers, heads, groups] = [0, 1, 2].map((axis) =>
    entryAt(shape, axis, 'an axis of an attribution'),
  ) as [number, number, number];
  const sums = (count: number, other: number, at: (layer: number, kept: number, summed: number) => number) =>
    Array.from({ length: layers }, (_, layer) =>
      Array.from({ length: count }, (__, kept) => {
        let sum = 0;
        for (let summed = 0; summed < other; summed++)
          sum += entryAt(data, at(layer, kept, summed), 'a part of a logit');
        return shortFloat(sum);
      }),
    );
  return {
    attention: sums(groups, heads, (layer, group, head) => (layer * heads + head) * groups + group),
    heads: sums(heads, groups, (layer, head, group) => (layer * heads + head) * groups + group),
  };
}

/** The decomposition of one problem, made of its record. */
export function problemDecomposition({
  problem,
  record,
}: {
  readonly problem: Problem;
  readonly record: DecompositionRecord;
}): ProblemDecomposition {
  const { gold = null, rival = null } = record.attribution ?? {};
  return {
    ...problemHead(problem, record),
    gold,
    rival,
    difference: gold && rival ? partsDifference(gold, rival) : null,
  };
}

/** What decides between two tokens: every part of one less that of the other. */
export function partsDifference(gold: LogitParts, rival: LogitParts): LogitParts {
  const row = (left: readonly number[], right: readonly number[]): number[] =>
    left.map((value, index) => value - entryAt(right, index, 'a part of the rival'));
  const rows = (left: readonly number[][], right: readonly number[][]): number[][] =>
    left.map((values, index) => row(values, entryAt(right, index, 'a layer of the rival')));
  return {
    piece: `${gold.piece} - ${rival.piece}`,
    logit: gold.logit - rival.logit,
    attention: rows(gold.attention, rival.attention),
    heads: rows(gold.heads, rival.heads),
    mlp: row(gold.mlp, rival.mlp),
    embedding: gold.embedding - rival.embedding,
    bias: gold.bias - rival.bias,
  };
}
