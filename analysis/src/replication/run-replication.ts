import type { Problem } from '../datasets/problem.js';
import { attentionRecordSchema, type RecordedRow } from '../experiments/attention-record.js';
import {
  finishPlan,
  refusals,
  type ExperimentContext,
  type FinishedRollouts,
} from '../experiments/experiment-context.js';
import { rolloutRecordSchema, type RolloutRecord } from '../experiments/rollout-record.js';
import { drawReplicationWaterfall } from '../figures/index.js';
import { replicationResultsSchema, type ReplicationResults } from '../results/replication.js';
import { mean } from '../statistics/index.js';
import { thoughtsUpTo } from '../words/thought.js';
import type { ReplicatedProblem } from './replicated-problem.js';
import { replicationPlans, variantId, type ReplicationSettings } from './replication-plans.js';
import { replicationStages, type ReplicationResampling } from './stages.js';

/** The figure's name; files add `.png`, `.pdf` and `.svg`. */
const WATERFALL = 'replication_waterfall';

/** `replication_100.json` for 100 problems. */
export function replicationFileName(problems: number): string {
  return `replication_${problems}.json`;
}

/** Runs the origin's protocol and the official one on the same problems, and mends the origin's flaws one by one. */
export async function runReplication(
  context: ExperimentContext,
  settings: Omit<ReplicationSettings, 'thoughts'>,
  resampling: ReplicationResampling,
): Promise<ReplicationResults> {
  const { dataset, model, run } = context;
  const { thoughts } = model;
  const plans = replicationPlans(dataset.problems, { ...settings, thoughts });
  const { layer, attentionLayer, maxNewTokens } = settings;
  const configuration = { layer, attention_layer: attentionLayer, max_new_tokens: maxNewTokens };
  let before = 0;
  const finish = async (plan: keyof typeof plans): Promise<FinishedRollouts> => {
    const base = before;
    let last = 0;
    const finished = await finishPlan(
      {
        ...context,
        onProgress: (done) => {
          last = done;
          context.onProgress(base + done);
        },
      },
      plans[plan],
      configuration,
    );
    before = base + last;
    return finished;
  };
  const origin = await finish('origin');
  const originRows = await finish('originAttention');
  const official = await finish('official');
  const officialRows = await finish('officialAttention');
  const parts = { origin, originRows, official, officialRows };
  const problems = origin.answered.map((problem) => replicated(problem, parts, thoughts));
  const results = replicationResultsSchema.parse({
    schema_version: 1,
    kind: 'replication',
    model_fingerprint: model.fingerprint,
    dataset_sha256: run.file.dataset.sha256,
    protocol: 'origin',
    dtype: model.dtype,
    approximate: model.approximate,
    thoughts,
    layer,
    attention_layer: attentionLayer,
    resampling,
    stages: replicationStages(problems, resampling),
  });
  await run.writeResult(replicationFileName(dataset.problems.length), results);
  const { png, pdf, svg } = await drawReplicationWaterfall(results);
  await run.writeFigure(`${WATERFALL}.png`, png);
  await run.writeFigure(`${WATERFALL}.pdf`, pdf);
  await run.writeFigure(`${WATERFALL}.svg`, svg);
  for (const [name, finished] of Object.entries(parts))
    await finished.experiment.finish(refusals(name, finished.refused));
  return results;
}

/** One problem's records of all four plans, put together. */
function replicated(
  problem: Problem,
  parts: Record<'origin' | 'originRows' | 'official' | 'officialRows', FinishedRollouts>,
  thoughts: number,
): ReplicatedProblem {
  const record = (finished: FinishedRollouts, id: string): RolloutRecord =>
    rolloutRecordSchema.parse(finished.recordOf(problem, id));
  const rows = (finished: FinishedRollouts) =>
    attentionRecordSchema.parse(finished.recordOf(problem, variantId.baseline)).attention;
  const slots = thoughtsUpTo(thoughts).map((_, index) => index);
  const names = thoughtsUpTo(thoughts).map((thought) => `thought_${thought}`);
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
  const heads = row?.weights[0] ?? [];
  return groups.map((group) => mean(heads.map((head) => head[row?.groups.indexOf(group) ?? -1] ?? 0)));
}
