import {
  type GetModelResponse,
  type Rollout,
  type Tensor,
  type TokenAttribution,
  decodeTensor,
} from '@codiscope/proto';
import { z } from 'zod';

import type { Problem } from '../../datasets/problem.js';
import { entryAt, required } from '../../words/required.js';
import { problemHead } from '../result-head.js';
import { rolloutRecord, rolloutRecordSchema, shortFloat } from '../rollout-record.js';
import {
  type DecompositionResults,
  type LogitParts,
  type ProblemDecomposition,
  logitPartsSchema,
} from './results.js';

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

/** How far the parts of a model in full precision may be from their logit, relative to it (or to 1). */
const ADDITIVITY_TOLERANCE = 1e-3;

/**
 * How far one product moves when its inputs are rounded to 8 bits, of its own size: a step is at most the largest of a
 * block of 32 over 127, that is sqrt(32) root mean squares / 127, and a rounding is spread evenly over a step.
 */
const INPUT_ROUNDING = Math.sqrt(32) / 127 / Math.sqrt(12);

/**
 * How far parts may be from their logit, relative to it (or to 1). Parts are made with the rounded weights but with
 * inputs as they are; an approximate model rounds the inputs of each layer's output projection and of the head as well,
 * independently.
 */
function additivityTolerance({
  approximate,
  layers,
}: Pick<GetModelResponse, 'approximate' | 'layers'>): number {
  return approximate ? Math.sqrt(layers + 1) * INPUT_ROUNDING : ADDITIVITY_TOLERANCE;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * How far the parts are from the logit that they must add up to, relative to `size` (by default the logit), or to 1
 * where that is smaller. By source slots and by heads: the larger of the two.
 */
export function additivityError(
  { logit, attention, heads, mlp, embedding, bias }: LogitParts,
  size = Math.abs(logit),
): number {
  const rest = sum(mlp) + embedding + bias - logit;
  const apart = [attention, heads].map((parts) => Math.abs(sum(parts.flat()) + rest));
  return Math.max(...apart) / Math.max(1, size);
}

/** Whether the parts add up in every problem, as well as the model's precision lets them. */
export function checkAdditivity(
  problems: readonly ProblemDecomposition[],
  model: Pick<GetModelResponse, 'approximate' | 'layers'>,
): DecompositionResults['additivity'] {
  const errors = problems.map(({ problem_id, gold, rival, difference }) => {
    const logits = [gold, rival].filter((parts) => parts !== null);
    // Rounded inputs move a difference by as much as they move its two logits, however near these are to each other.
    const size = model.approximate ? Math.max(...logits.map(({ logit }) => Math.abs(logit))) : undefined;
    const found = [
      ...logits.map((parts) => additivityError(parts)),
      ...(difference === null ? [] : [additivityError(difference, size)]),
    ];
    return { problem_id, error: Math.max(0, ...found) };
  });
  const tolerance = additivityTolerance(model);
  return {
    tolerance,
    largest_error: Math.max(0, ...errors.map(({ error }) => error)),
    not_additive: errors.filter(({ error }) => !(error <= tolerance)).map(({ problem_id }) => problem_id),
  };
}

/** In which problems the parts do not add up to the logit. */
export function failedAdditivity({
  additivity: { not_additive: failed, tolerance },
  problems,
}: Pick<DecompositionResults, 'additivity' | 'problems'>): string | null {
  if (failed.length === 0) return null;
  return `The parts of the logit do not add up to it within ${Number(tolerance.toPrecision(2))} in ${failed.length} of ${problems.length} problems (${failed.slice(0, 3).join(', ')}), which they must; do not use these results, and report the model and device.`;
}
