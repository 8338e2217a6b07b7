import type { CodiClient, GetModelResponse } from '@codiscope/proto';

import type { Dataset } from '../datasets/dataset.js';
import type { Exclusion } from '../runs/manifest.js';
import type { Run, RunExperiment } from '../runs/index.js';
import type { JsonValue } from '../runs/json-text.js';
import { refusalSchema } from './rollout-record.js';
import { planKeys, rolloutKey, variantIds, type RolloutPlan } from './rollout-plan.js';
import { runRollouts, type RunOptions } from './run-rollouts.js';
import type { Problem } from '../datasets/problem.js';

/** What every experiment works with. */
export interface ExperimentContext extends RunOptions {
  readonly client: CodiClient;
  readonly model: GetModelResponse;
  readonly dataset: Dataset;
  readonly run: Run;
  /** Whether an experiment that the folder already has goes on. */
  readonly resume: boolean;
  /** Told how many of a reference's questions are done. */
  readonly onFit?: (done: number, total: number) => void;
}

/** The options of an experiment, as `run.json` keeps them. */
export type Configuration = Readonly<Record<string, JsonValue>>;

/** The journal of a finished plan: problems that ran, and those that the server refused. */
export interface FinishedRollouts {
  readonly experiment: RunExperiment;
  readonly answered: readonly Problem[];
  readonly refused: readonly { problem_id: string; reason: string }[];
  /** The journal's payload. */
  recordOf(problem: Problem, variantId: string): unknown;
}

/** Runs a plan into the run's journal, or what is missing of it. */
export async function finishPlan(
  context: ExperimentContext,
  plan: RolloutPlan,
  configuration: Configuration,
): Promise<FinishedRollouts> {
  const { run, client, resume } = context;
  const experiment = await run.begin(plan.experiment, {
    configuration: { ...configuration },
    planKeys: planKeys(plan),
    resume,
  });
  await runRollouts(client, experiment, plan, context);
  const recordOf = (problem: Problem, variantId: string): unknown =>
    experiment.result(rolloutKey(plan.experiment, problem.gsm8k_id, variantId));
  const refused: { problem_id: string; reason: string }[] = [];
  const answered = plan.problems.filter((problem) => {
    const [refusal] = variantIds(plan, problem).flatMap((variantId) => {
      const parsed = refusalSchema.safeParse(recordOf(problem, variantId));
      return parsed.success ? [parsed.data] : [];
    });
    if (refusal) refused.push({ problem_id: problem.gsm8k_id, reason: refusal.refused });
    return refusal === undefined;
  });
  return { experiment, answered, refused, recordOf };
}

/** Refused problems as entries of the ledger. */
export function refusals(name: string, refused: FinishedRollouts['refused']): Exclusion[] {
  return refused.map(({ problem_id }) => ({ problem_id, left_out_of: name, reason: 'request_refused' }));
}
