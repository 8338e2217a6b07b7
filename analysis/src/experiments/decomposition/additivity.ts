import type { GetModelResponse } from '@codiscope/proto';

import type { DecompositionResults, LogitParts, ProblemDecomposition } from './results.js';

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
