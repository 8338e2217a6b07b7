import type { CodiClient, GetModelResponse } from '@codiscope/proto';

import type { Dataset } from '../datasets/dataset.js';
import type { Problem } from '../datasets/problem.js';
import type { Experiment, PlanContext } from './experiment.js';
import { planKeys, type RolloutPlan } from './rollout-plan.js';
import { runRollouts, type RolloutJournal } from './run-rollouts.js';

/** An experiment of a planned run with its settings. */
export interface PlannedExperiment {
  readonly experiment: Pick<Experiment, 'verb' | 'plan'>;
  readonly settings: unknown;
}

/** What a run would take, from the real plans of all its problems and a few of them that were run. */
export interface RunCost {
  readonly model: string;
  readonly problems: number;
  /** By experiment, in the order of the run; `rollouts` is what `run.json` will say. */
  readonly experiments: readonly {
    readonly verb: string;
    readonly rollouts: number;
    /** Measured seconds a rollout times rollouts. */
    readonly seconds: number;
  }[];
  readonly rollouts: number;
  /** Of the rollouts; fitting, statistics and figures come on top. */
  readonly seconds: number;
  readonly measured: { readonly problems: number; readonly rollouts: number; readonly seconds: number };
}

/**
 * Counts the rollouts of every experiment's real plan, and measures a few problems of it with everything that is done
 * to a problem, after one more that warms up.
 *
 * @throws CodiError as the server says.
 */
export async function measureRunCost(
  client: CodiClient,
  planned: readonly PlannedExperiment[],
  run: { readonly model: GetModelResponse; readonly dataset: Dataset; readonly maxNewTokens: number },
  { measure, signal }: { readonly measure: number; readonly signal: AbortSignal },
): Promise<RunCost> {
  const { model, dataset, maxNewTokens } = run;
  const planOf = ({ experiment, settings }: PlannedExperiment, problems: readonly Problem[]): RolloutPlan => {
    const context: PlanContext = { problems, model, maxNewTokens };
    return experiment.plan(settings, context);
  };
  // Evenly over the dataset, which is in the order of its levels.
  const step = Math.max(1, Math.floor(dataset.problems.length / measure));
  const sample = dataset.problems.filter((_, place) => place % step === 0).slice(0, measure);
  const [first] = planned;
  if (first) await timed(client, planOf(first, sample.slice(0, 1)), signal);
  const experiments: { verb: string; rollouts: number; seconds: number }[] = [];
  let [measuredRollouts, measuredSeconds] = [0, 0];
  for (const each of planned) {
    const rollouts = planKeys(planOf(each, dataset.problems)).length;
    const plan = planOf(each, sample);
    const tried = planKeys(plan).length;
    const seconds = tried === 0 ? 0 : await timed(client, plan, signal);
    experiments.push({
      verb: each.experiment.verb,
      rollouts,
      // Problems without a twin, say, have no rollouts: then nothing was measured, and nothing is said.
      seconds: tried === 0 ? 0 : (seconds / tried) * rollouts,
    });
    measuredRollouts += tried;
    measuredSeconds += seconds;
  }
  const total = (read: (each: (typeof experiments)[number]) => number): number =>
    experiments.reduce((sum, each) => sum + read(each), 0);
  return {
    model: model.id,
    problems: dataset.problems.length,
    experiments,
    rollouts: total(({ rollouts }) => rollouts),
    seconds: total(({ seconds }) => seconds),
    measured: { problems: sample.length, rollouts: measuredRollouts, seconds: measuredSeconds },
  };
}

/** Runs a plan into memory; seconds that it took. */
async function timed(client: CodiClient, plan: RolloutPlan, signal: AbortSignal): Promise<number> {
  const kept = new Map<string, unknown>();
  const journal: RolloutJournal = {
    has: (key) => kept.has(key),
    append: (key, payload) => {
      kept.set(key, payload);
      return Promise.resolve();
    },
  };
  const started = performance.now();
  await runRollouts(client, journal, plan, { signal, onProgress: () => undefined });
  return (performance.now() - started) / 1000;
}
