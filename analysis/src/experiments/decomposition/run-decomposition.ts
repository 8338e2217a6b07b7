import { KeyReduction, type GetModelResponse } from '@codiscope/proto';

import { AnalysisError } from '../../words/errors.js';
import {
  decompositionResultsSchema,
  type DecompositionResults,
  type ProblemDecomposition,
} from '../../results/decomposition.js';
import type { Exclusion } from '../../runs/manifest.js';
import { readCleanRuns, type ReadProblem } from '../clean-runs.js';
import { refusals, type ExperimentContext } from '../experiment-context.js';
import { decompositionFileName } from '../result-files.js';
import { problemHead, resultHead } from '../result-head.js';
import {
  decompositionRecord,
  decompositionRecordSchema,
  type DecompositionRecord,
} from './decomposition-record.js';
import { additivityError, partsDifference } from './logit-parts.js';

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
function additivityTolerance({ approximate, layers }: Pick<GetModelResponse, 'approximate' | 'layers'>): number {
  return approximate ? Math.sqrt(layers + 1) * INPUT_ROUNDING : ADDITIVITY_TOLERANCE;
}

/** The decomposition of one problem, made of its record. */
export function problemDecomposition({
  problem,
  record,
}: ReadProblem<DecompositionRecord>): ProblemDecomposition {
  const { gold = null, rival = null } = record.attribution ?? {};
  return {
    ...problemHead(problem, record),
    gold,
    rival,
    difference: gold && rival ? partsDifference(gold, rival) : null,
  };
}

/** Whether the parts add up in every problem, as well as the model's precision lets them. */
export function checkAdditivity(
  problems: readonly ProblemDecomposition[],
  model: Pick<GetModelResponse, 'approximate' | 'layers'>,
): DecompositionResults['additivity'] {
  const errors = problems.map(({ problem_id, gold, rival, difference }) => ({
    problem_id,
    error: Math.max(0, ...[gold, rival, difference].map((parts) => (parts ? additivityError(parts) : 0))),
  }));
  const tolerance = additivityTolerance(model);
  return {
    tolerance,
    largest_error: Math.max(0, ...errors.map(({ error }) => error)),
    not_additive: errors.filter(({ error }) => !(error <= tolerance)).map(({ problem_id }) => problem_id),
  };
}

/**
 * Splits the logit of the number token by layer, component and source slots, and writes `decomposition_100.json`. The
 * results are written even when parts do not add up; see `requireAdditivity`.
 */
export async function runDecomposition(
  context: ExperimentContext,
  maxNewTokens: number,
): Promise<DecompositionResults> {
  const reading = {
    experiment: 'decompose',
    capture: { attribution: { keys: KeyReduction.GROUPS } },
    configuration: { keys: 'groups' },
    record: decompositionRecord,
    recordSchema: decompositionRecordSchema,
  };
  const { experiment, refused, read } = await readCleanRuns(context, reading, maxNewTokens);
  const problems = read.map(problemDecomposition);
  const results = decompositionResultsSchema.parse({
    ...resultHead(context, 'decomposition'),
    groups: read.find(({ record }) => record.attribution)?.record.attribution?.groups ?? [],
    layers: context.model.layers,
    additivity: checkAdditivity(problems, context.model),
    problems,
    refused,
  });
  await context.run.writeResult(decompositionFileName(context.dataset.problems.length), results);
  await experiment.finish([...refusals('decompose', refused), ...problems.flatMap(withoutParts)]);
  return results;
}

/** A problem whose gold answer the tokenizer has no token for. */
function withoutParts({ problem_id, gold }: ProblemDecomposition): Exclusion[] {
  return gold ? [] : [{ problem_id, left_out_of: 'decomposition', reason: 'no_score' }];
}

/** Throws `CONTROL_FAILED` with the problems whose parts do not add up to the logit. */
export function requireAdditivity({
  additivity,
  problems,
}: Pick<DecompositionResults, 'additivity' | 'problems'>): void {
  const { not_additive: failed, tolerance } = additivity;
  if (failed.length === 0) return;
  throw new AnalysisError(
    'CONTROL_FAILED',
    `The parts of the logit do not add up to it within ${Number(tolerance.toPrecision(2))} in ${failed.length} of ${problems.length} problems (${failed.slice(0, 3).join(', ')}), which they must; do not use these results, and report the model and device.`,
  );
}
