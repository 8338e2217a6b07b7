import type { ReplicatedProblem, ReplicationStage } from './results.js';
import { columnsOf, rankWithinPositions, type PairedRow } from '../statistics/paired-table.js';
import {
  conditionalAssociation,
  splitCovariance,
  withinGroupCorrelation,
} from '../statistics/association.js';
import { mean } from '../statistics/descriptive.js';
import { pearson } from '../statistics/correlation.js';

/** How intervals and permutations are drawn. */
export interface ReplicationResampling {
  readonly resamples: number;
  readonly seed: number;
}

/** One stage: which problems count, and what stands for attention (x) and importance (y) in them. */
interface StagePlan {
  readonly mended: string;
  readonly slots: readonly string[];
  readonly outcome: ReplicationStage['outcome'];
  readonly read: (problem: ReplicatedProblem) => PairedRow | null;
}

const BOT_TO_FIVE = ['BOT', ...[1, 2, 3, 4, 5].map((k) => `thought ${k}`)];
const ONE_TO_SIX = [1, 2, 3, 4, 5, 6].map((k) => `thought ${k}`);
/** "token k" as it was ablated, and as its attention was read. */
const PAIRED_AS_IT_WAS = [0, 1, 2, 3, 4, 5].map((k) => `token ${k}`);

/** The problems that the origin kept: right, and wrong with all slots zeroed. */
const selected = ({ origin }: ReplicatedProblem): boolean => origin.correct && origin.wrongWithoutAll;

const STAGES: readonly StagePlan[] = [
  {
    mended: 'the origin as it was',
    slots: PAIRED_AS_IT_WAS,
    outcome: 'flip',
    read: (problem) => (selected(problem) ? { x: problem.origin.window, y: problem.origin.flips } : null),
  },
  {
    mended: 'attention is read at the slots that are ablated, not one further (and not at EOT itself)',
    slots: BOT_TO_FIVE,
    outcome: 'flip',
    read: (problem) => (selected(problem) ? { x: problem.origin.aligned, y: problem.origin.flips } : null),
  },
  {
    mended: 'only the ablated slot is changed, at its own layer: the self-patch is a no-op',
    slots: BOT_TO_FIVE,
    outcome: 'flip',
    read: (problem) =>
      selected(problem) && problem.five.correct ? { x: problem.origin.aligned, y: problem.five.flips } : null,
  },
  {
    mended: 'all six thoughts are run, as the model was trained',
    slots: ONE_TO_SIX,
    outcome: 'flip',
    read: (problem) =>
      selected(problem) && problem.official.correct
        ? { x: problem.official.eot, y: problem.official.flips }
        : null,
  },
  {
    mended: 'attention is read where the number is predicted, not where "The" is',
    slots: ONE_TO_SIX,
    outcome: 'flip',
    read: (problem) =>
      selected(problem) && problem.official.correct && problem.official.number
        ? { x: problem.official.number, y: problem.official.flips }
        : null,
  },
  {
    mended: 'problems are not chosen by what ablating does to them',
    slots: ONE_TO_SIX,
    outcome: 'flip',
    read: ({ official }) =>
      official.correct && official.number ? { x: official.number, y: official.flips } : null,
  },
  {
    mended: 'importance is what the right answer loses in log-probability, not only flips',
    slots: ONE_TO_SIX,
    outcome: 'gold_log_prob_drop',
    read: ({ official }) =>
      official.correct && official.number && official.drops
        ? { x: official.number, y: official.drops }
        : null,
  },
  {
    mended:
      'problems and slots are taken into account: the conditional association of ranks, whole problems resampled',
    slots: ONE_TO_SIX,
    outcome: 'gold_log_prob_drop',
    read: ({ official }) =>
      official.correct && official.number && official.drops
        ? { x: official.number, y: official.drops }
        : null,
  },
];

/** The origin's analysis and its flaws mended one at a time, each stage on top of those before. */
export function replicationStages(
  problems: readonly ReplicatedProblem[],
  resampling: ReplicationResampling,
): ReplicationStage[] {
  return STAGES.map((plan, stage) => {
    const table = problems.flatMap((problem) => plan.read(problem) ?? []);
    const isLast = stage === STAGES.length - 1;
    return stageOf(plan, stage, table, resampling, isLast);
  });
}

function stageOf(
  { mended, slots, outcome }: StagePlan,
  stage: number,
  table: readonly PairedRow[],
  resampling: ReplicationResampling,
  isLast: boolean,
): ReplicationStage {
  const { x, y, positions } = columnsOf(table);
  const column = (read: (row: PairedRow) => readonly number[]): number[] =>
    slots.map((_, index) => (table.length === 0 ? 0 : mean(table.map((row) => read(row)[index] ?? 0))));
  const pooled = pearson(x, y);
  const within = withinGroupCorrelation(x, y, positions);
  // Ranks inside positions: raw weights that whole problems multiply would pass for a relation (see association.ts).
  const ranked = rankWithinPositions(table, outcome === 'flip' ? 'x' : 'both');
  const conditional = conditionalAssociation(ranked, resampling);
  const { interval } = conditional.interval;
  const headline = isLast ? conditional.correlation.r : pooled.r;
  const p = isLast ? conditional.permutation.p : pooled.p;
  return {
    stage,
    mended,
    problems: table.length,
    slots: [...slots],
    outcome,
    importance: column((row) => row.y),
    attention: column((row) => row.x),
    pooled: { r: pooled.r, p: pooled.p, reason: pooled.reason },
    within_position: { r: within.r, p: within.p, reason: within.reason },
    conditional: {
      r: conditional.correlation.r,
      p: conditional.permutation.p,
      reason: conditional.correlation.reason,
      interval: interval === null ? null : [...interval],
    },
    between: splitCovariance(x, y, positions).between,
    headline,
    conclusion: conclusionOf(headline, p),
  };
}

/** What a reader would take away. */
function conclusionOf(r: number | null, p: number | null): string {
  if (r === null || p === null) return 'nothing can be said';
  if (p >= 0.05) return 'no relation';
  return r > 0 ? 'attention goes with importance' : 'attention goes against importance';
}
