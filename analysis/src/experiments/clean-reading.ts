import type { CaptureInit, Rollout } from '@codiscope/proto';
import type { z } from 'zod';

import type { Problem } from '../datasets/problem.js';
import type { Protocol } from '../words/protocol.js';
import type { PlanContext } from './experiment.js';
import type { FinishedRollouts } from './finish-plan.js';
import { BASELINE, ownRequest, type RolloutPlan } from './rollout-plan.js';

/** What an experiment reads that changes nothing: something of each problem's clean run. */
export interface CleanReading {
  /** The experiment's verb. */
  readonly verb: string;
  readonly protocol: Protocol;
  readonly capture: CaptureInit;
  /** What the journal keeps of a rollout. */
  readonly record: (problemId: string, variant: string, rollout: Rollout) => object;
}

/** Every problem once, unchanged. */
export function cleanPlan(
  { verb, protocol, capture, record }: CleanReading,
  { problems, maxNewTokens }: PlanContext,
): RolloutPlan {
  return {
    experiment: verb,
    problems,
    requests: (problem) => [ownRequest(problem, [{ id: BASELINE }], capture)],
    protocol,
    maxNewTokens,
    record: ({ gsm8k_id: id }, variant, rollout) => record(id, variant, rollout),
  };
}

/** What was read of every problem that ran. */
export function readings<R>(
  finished: Pick<FinishedRollouts, 'answered' | 'read'>,
  schema: z.ZodType<R>,
): { readonly problem: Problem; readonly record: R }[] {
  return finished.answered.map((problem) => ({ problem, record: finished.read(problem, BASELINE, schema) }));
}
