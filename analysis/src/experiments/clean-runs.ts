import { Protocol as WireProtocol, type CaptureInit, type Rollout } from '@codiscope/proto';
import type { z } from 'zod';

import type { Problem } from '../datasets/problem.js';
import type { Protocol } from '../words/protocol.js';
import {
  finishPlan,
  type Configuration,
  type ExperimentContext,
  type FinishedRollouts,
} from './experiment-context.js';
import { ownRequest } from './rollout-plan.js';
import type { RolloutRecord } from './rollout-record.js';

/** The variant without a change. */
export const BASELINE = 'baseline';

/** An experiment that changes nothing: it reads something of each problem's clean run. */
export interface CleanReading<R extends RolloutRecord> {
  readonly experiment: string;
  readonly protocol?: Protocol;
  readonly capture: CaptureInit;
  /** What `run.json` must say beside protocol and token limit. */
  readonly configuration: Configuration;
  /** What the journal keeps of a rollout. */
  readonly record: (problemId: string, variant: string, rollout: Rollout) => R;
  readonly recordSchema: z.ZodType<R>;
}

/** A problem and what was read of its clean run. */
export interface ReadProblem<R> {
  readonly problem: Problem;
  readonly record: R;
}

/** Runs every problem unchanged and reads what is wanted, or what is missing of it. */
export async function readCleanRuns<R extends RolloutRecord>(
  context: ExperimentContext,
  { experiment, protocol = 'official', capture, configuration, record, recordSchema }: CleanReading<R>,
  maxNewTokens: number,
): Promise<Pick<FinishedRollouts, 'experiment' | 'refused'> & { read: ReadProblem<R>[] }> {
  const plan = {
    experiment,
    problems: context.dataset.problems,
    requests: (problem: Problem) => [ownRequest(problem, [{ id: BASELINE }], capture)],
    protocol: protocol === 'origin' ? WireProtocol.ORIGIN : WireProtocol.OFFICIAL,
    maxNewTokens,
    record: ({ gsm8k_id: id }: Problem, variant: string, rollout: Rollout) => record(id, variant, rollout),
  };
  const finished = await finishPlan(context, plan, {
    protocol,
    ...configuration,
    max_new_tokens: maxNewTokens,
  });
  const read = finished.answered.map((problem) => ({
    problem,
    record: recordSchema.parse(finished.recordOf(problem, BASELINE)),
  }));
  return { experiment: finished.experiment, refused: finished.refused, read };
}
