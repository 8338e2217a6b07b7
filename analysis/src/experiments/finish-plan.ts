import type { CodiClient, GetModelResponse } from '@codiscope/proto';
import type { z } from 'zod';

import type { Dataset } from '../datasets/dataset.js';
import type { Problem } from '../datasets/problem.js';
import type { Run } from '../runs/run.js';
import type { RunExperiment } from '../runs/run-experiment.js';
import type { JsonValue } from '../runs/json-text.js';
import type { Exclusion } from '../runs/manifest.js';
import type { Protocol } from '../words/protocol.js';
import { planKeys, rolloutKey, variantIds, type RolloutPlan } from './rollout-plan.js';
import { refusalSchema } from './rollout-record.js';
import { runRollouts } from './run-rollouts.js';

/** What every experiment works with. */
export interface ExperimentContext {
  readonly client: CodiClient;
  readonly model: GetModelResponse;
  readonly dataset: Dataset;
  readonly run: Run;
  /** Tokens that an answer may have. */
  readonly maxNewTokens: number;
  /** Whether an experiment that the folder already has goes on. */
  readonly resume: boolean;
  readonly signal: AbortSignal;
  /** Told how many of the rollouts are in the journal. */
  readonly onProgress: (done: number, total: number) => void;
}

/** The options of an experiment, as `run.json` keeps them. */
export type Configuration = Readonly<Record<string, JsonValue>>;

/** A problem that the server refused. */
export interface RefusedProblem {
  readonly problem_id: string;
  readonly reason: string;
}

/** The journal of a finished plan: problems that ran, and those that the server refused. */
export interface FinishedRollouts {
  readonly answered: readonly Problem[];
  readonly refused: readonly RefusedProblem[];
  /** What the journal keeps of a rollout, in the form that it was kept in. */
  readonly read: <T>(problem: Problem, variantId: string, schema: z.ZodType<T>) => T;
}

/** Runs a plan into the run's journal, or what is missing of it. */
export async function finishPlan(
  context: ExperimentContext,
  plan: RolloutPlan,
  configuration: Configuration & { readonly protocol: Protocol },
): Promise<FinishedRollouts & { readonly experiment: RunExperiment }> {
  const { run, client, resume } = context;
  const keys = planKeys(plan);
  const experiment = await run.begin(plan.experiment, {
    configuration: { ...configuration, max_new_tokens: context.maxNewTokens },
    planKeys: keys,
    resume,
  });
  await runRollouts(client, experiment, plan, {
    signal: context.signal,
    onProgress: (done) => {
      context.onProgress(done, keys.length);
    },
  });
  const recordOf = (problem: Problem, variantId: string): unknown =>
    experiment.result(rolloutKey(plan.experiment, problem.gsm8k_id, variantId));
  const refused: RefusedProblem[] = [];
  const answered = plan.problems.filter((problem) => {
    const [refusal] = variantIds(plan, problem).flatMap((variantId) => {
      const parsed = refusalSchema.safeParse(recordOf(problem, variantId));
      return parsed.success ? [parsed.data] : [];
    });
    if (refusal) refused.push({ problem_id: problem.gsm8k_id, reason: refusal.refused });
    return refusal === undefined;
  });
  return {
    experiment,
    answered,
    refused,
    read: (problem, variantId, schema) => schema.parse(recordOf(problem, variantId)),
  };
}

/** Refused problems as entries of the ledger; `name` is that of the experiment. */
export function refusals(name: string, refused: readonly RefusedProblem[]): Exclusion[] {
  return refused.map(({ problem_id }) => ({ problem_id, left_out_of: name, reason: 'request_refused' }));
}
