import type { Problem } from '../datasets/problem.js';
import { attentionRecordSchema, type RecordedRow } from '../experiments/attention/results.js';
import {
  finishPlan,
  refusals,
  type ExperimentContext,
  type FinishedRollouts,
} from '../experiments/finish-plan.js';
import { resultHead } from '../experiments/result-head.js';
import { planKeys } from '../experiments/rollout-plan.js';
import { rolloutRecordSchema, type RolloutRecord } from '../experiments/rollout-record.js';
import { renderFigure } from '../figures/paper/render-figure.js';
import type { RunExperiment } from '../runs/run-experiment.js';
import { mean } from '../statistics/descriptive.js';
import { thoughtGroup } from '../words/key-group.js';
import { entryAt, required } from '../words/required.js';
import { thoughtsUpTo } from '../words/thought.js';
import { replicationFigure } from './figure.js';
import { type ReplicatedProblem, type ReplicationResults, replicationResultsSchema } from './results.js';
import { replicationPlans, variantId, type ReplicationSettings } from './replication-plans.js';
import { replicationStages, type ReplicationResampling } from './stages.js';

/** `replication_100.json` for 100 problems. */
export function replicationFileName(problems: number): string {
  return `replication_${problems}.json`;
}

type Finished = FinishedRollouts & { readonly experiment: RunExperiment };

/** Runs the origin's protocol and the official one on the same problems, and mends the origin's flaws one by one. */
export async function runReplication(
  context: ExperimentContext,
  settings: Omit<ReplicationSettings, 'thoughts' | 'maxNewTokens'>,
  resampling: ReplicationResampling,
): Promise<ReplicationResults> {
  const { dataset, model, run, maxNewTokens } = context;
  const { thoughts } = model;
  const { layer, attentionLayer } = settings;
  const plans = replicationPlans(dataset.problems, { ...settings, thoughts, maxNewTokens });
  const total = Object.values(plans).reduce((sum, plan) => sum + planKeys(plan).length, 0);
  let before = 0;
  const finish = async (name: keyof typeof plans, protocol: 'official' | 'origin'): Promise<Finished> => {
    const base = before;
    const plan = plans[name];
    const onProgress = (done: number): void => {
      context.onProgress(base + done, total);
    };
    const configuration = { protocol, layer, attention_layer: attentionLayer };
    const finished = await finishPlan({ ...context, onProgress }, plan, configuration);
    before += planKeys(plan).length;
    return finished;
  };
  const parts = {
    origin: await finish('origin', 'origin'),
    originRows: await finish('originAttention', 'origin'),
    official: await finish('official', 'official'),
    officialRows: await finish('officialAttention', 'official'),
  };
  const problems = parts.origin.answered.map((problem) => replicated(problem, parts, thoughts));
  const results = replicationResultsSchema.parse({
    ...resultHead(context, 'replication', 'origin'),
    layer,
    attention_layer: attentionLayer,
    resampling,
    stages: replicationStages(problems, resampling),
  });
  await run.writeResult(replicationFileName(dataset.problems.length), results);
  const figure = replicationFigure(results);
  const rendered = await renderFigure(figure);
  for (const format of ['png', 'pdf', 'svg'] as const)
    await run.writeFigure(`${figure.name}.${format}`, rendered[format]);
  for (const [name, { experiment, refused }] of Object.entries(parts))
    await experiment.finish(refusals(name, refused));
  return results;
}

/** One problem's records of all four plans, put together. */
function replicated(
  problem: Problem,
  parts: Record<'origin' | 'originRows' | 'official' | 'officialRows', FinishedRollouts>,
  thoughts: number,
): ReplicatedProblem {
  const record = (finished: FinishedRollouts, id: string): RolloutRecord =>
    finished.read(problem, id, rolloutRecordSchema);
  const rows = (finished: FinishedRollouts) =>
    finished.read(problem, variantId.baseline, attentionRecordSchema).attention;
  const slots = thoughtsUpTo(thoughts).map((_, index) => index);
  const names = thoughtsUpTo(thoughts).map(thoughtGroup);
  const [first, flipsOf] = [
    (finished: FinishedRollouts) => record(finished, variantId.baseline),
    (finished: FinishedRollouts, baseline: RolloutRecord, id: (index: number) => string) =>
      slots.map((index) => Number(baseline.correct && !record(finished, id(index)).correct)),
  ];
  const originBaseline = first(parts.origin);
  const five = record(parts.official, variantId.five);
  const official = first(parts.official);
  const originRow = rows(parts.originRows).eot;
  const officialRow = rows(parts.officialRows);
  const dropped = slots.map((index) => {
    const { scores } = record(parts.official, variantId.slot(index));
    return scores && official.scores ? official.scores.gold_log_prob - scores.gold_log_prob : null;
  });
  return {
    id: problem.gsm8k_id,
    origin: {
      correct: originBaseline.correct,
      wrongWithoutAll: !record(parts.origin, variantId.all).correct,
      flips: flipsOf(parts.origin, originBaseline, variantId.slot),
      window: weightsOn(originRow, [...names.slice(0, -1), 'eot']),
      aligned: weightsOn(originRow, ['bot', ...names.slice(0, -1)]),
    },
    five: { correct: five.correct, flips: flipsOf(parts.official, five, variantId.fiveSlot) },
    official: {
      correct: official.correct,
      flips: flipsOf(parts.official, official, variantId.slot),
      drops: dropped.every((drop) => drop !== null) ? dropped : null,
      eot: weightsOn(officialRow.eot, names),
      number: officialRow.number ? weightsOn(officialRow.number, names) : null,
    },
  };
}

/** The weights of a row on groups of keys, mean over heads, at the one layer that was read. */
function weightsOn(row: RecordedRow | null, groups: readonly string[]): number[] {
  const found = required(row, 'the row of attention');
  const heads = entryAt(found.weights, 0, 'the layer that was read');
  return groups.map((group) => {
    const place = found.groups.indexOf(group);
    return mean(heads.map((head) => entryAt(head, place, `the weight on ${group}`)));
  });
}
