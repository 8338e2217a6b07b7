import { KeyReduction } from '@codiscope/proto';

import { AnalysisError } from '../../errors.js';
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

/** How far parts may be from their logit, relative to it (or to 1). */
const ADDITIVITY_TOLERANCE = 1e-3;

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

/** Whether the parts add up in every problem. */
export function checkAdditivity(
  problems: readonly ProblemDecomposition[],
): DecompositionResults['additivity'] {
  const errors = problems.map(({ problem_id, gold, rival, difference }) => ({
    problem_id,
    error: Math.max(0, ...[gold, rival, difference].map((parts) => (parts ? additivityError(parts) : 0))),
  }));
  return {
    tolerance: ADDITIVITY_TOLERANCE,
    largest_error: Math.max(0, ...errors.map(({ error }) => error)),
    not_additive: errors
      .filter(({ error }) => !(error <= ADDITIVITY_TOLERANCE))
      .map(({ problem_id }) => problem_id),
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
    additivity: checkAdditivity(problems),
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
  approximate,
}: Pick<DecompositionResults, 'additivity' | 'problems'> & { approximate?: boolean }): void {
  // Rounded weights and inputs do not add up so exactly; the results say that they are approximate.
  if (approximate) return;
  const { not_additive: failed, tolerance } = additivity;
  if (failed.length === 0) return;
  throw new AnalysisError(
    'CONTROL_FAILED',
    `The parts of the logit do not add up to it within ${tolerance} in ${failed.length} of ${problems.length} problems (${failed.slice(0, 3).join(', ')}), which they must; do not use these results, and report the model and device.`,
  );
}
