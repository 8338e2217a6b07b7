import { describeSample } from '../statistics/descriptive.js';
import { leastSquares } from '../statistics/regression.js';
import { pearson } from '../statistics/correlation.js';
import { wilson95 } from '../statistics/rates.js';
import type { ThoughtNumber } from '../words/thought.js';
import { entryAt } from '../words/required.js';
import { numberRow, type AnalysedProblem } from './match-problems.js';
import type { Summary, ThoughtSummary } from './schema.js';

type ThoughtAttention = Summary['per_thought_by_layer'][string][string];
type ThoughtImportance = NonNullable<Summary['by_difficulty']['2-step']>['per_thought'][string];

/** The value of thought k in a list that starts at thought 1. */
function at(values: readonly number[], thought: ThoughtNumber): number {
  return entryAt(values, thought - 1, `the value of thought ${thought}`);
}

/** Flip rate and mean drop of one thought. */
export function thoughtImportance(
  problems: readonly AnalysedProblem[],
  thought: ThoughtNumber,
): ThoughtImportance {
  const flips = problems.reduce((count, problem) => count + at(problem.flips, thought), 0);
  const { rate, interval, n } = wilson95(flips, problems.length);
  const drops = describeSample(problems.map((problem) => at(problem.drops, thought)));
  return {
    importance_mean: rate,
    flips,
    n,
    wilson_95: interval === null ? null : [...interval],
    gold_log_prob_drop_mean: drops.mean,
  };
}

/** Attention of the `number` row on one thought at one layer, and how it goes with that thought's importance. */
export function thoughtAttention(
  problems: readonly AnalysedProblem[],
  thought: ThoughtNumber,
  layer: number,
): ThoughtAttention {
  const attention = problems.map((problem) => at(numberRow(problem, layer), thought));
  const drops = problems.map((problem) => at(problem.drops, thought));
  const { mean, sd } = describeSample(attention);
  const { r, p, reason } = pearson(
    attention,
    problems.map((problem) => at(problem.flips, thought)),
  );
  return {
    attention_mean: mean,
    attention_std: sd,
    correlation: r,
    p_value: p,
    reason,
    drop_correlation: pearson(attention, drops),
    drop_line: leastSquares(attention, drops),
  };
}

/** All that is told of one thought at one layer. */
export function thoughtSummary(
  problems: readonly AnalysedProblem[],
  thought: ThoughtNumber,
  layer: number,
): ThoughtSummary {
  const flips = describeSample(problems.map((problem) => at(problem.flips, thought)));
  const drops = describeSample(problems.map((problem) => at(problem.drops, thought)));
  return {
    ...thoughtImportance(problems, thought),
    importance_std: flips.sd,
    sem: flips.sem,
    gold_log_prob_drop_std: drops.sd,
    gold_log_prob_drop_sem: drops.sem,
    ...thoughtAttention(problems, thought, layer),
  };
}
