import type { LogitParts } from '../../results/decomposition.js';

/** What decides between two tokens: every part of one less that of the other. */
export function partsDifference(gold: LogitParts, rival: LogitParts): LogitParts {
  const row = (left: readonly number[], right: readonly number[]): number[] =>
    left.map((value, index) => value - (right[index] ?? 0));
  const rows = (left: readonly number[][], right: readonly number[][]): number[][] =>
    left.map((values, index) => row(values, right[index] ?? []));
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

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * How far the parts are from the logit that they must add up to, relative to it, or to 1 where it is smaller. By
 * source slots and by heads: the larger of the two.
 */
export function additivityError({ logit, attention, heads, mlp, embedding, bias }: LogitParts): number {
  const rest = sum(mlp) + embedding + bias - logit;
  const apart = [attention, heads].map((parts) => Math.abs(sum(parts.flat()) + rest));
  return Math.max(...apart) / Math.max(1, Math.abs(logit));
}
