import type { ProblemAblations } from '../results/ablation.js';
import type { RolloutRecord } from './rollout-record.js';
import type { ThoughtSet } from './thought-sets.js';

type TokenAblation = ProblemAblations['token_ablations'][number];

/**
 * The ablation of a set against the baseline. Of several donors the continuous measures are the means, the answer is
 * that of the first, and it counts as flipped (or right, or changed) when more than half of them are.
 */
export function compareAblation(
  set: ThoughtSet,
  ablated: readonly RolloutRecord[],
  baseline: RolloutRecord,
): TokenAblation {
  const [first] = ablated;
  if (!first) throw new RangeError('an ablation has at least one rollout');
  const share = (holds: (record: RolloutRecord) => boolean): number =>
    ablated.filter(holds).length / ablated.length;
  const mean = (read: (scores: NonNullable<RolloutRecord['scores']>) => number): number | null => {
    const values = ablated.map(({ scores }) => (scores ? read(scores) : null));
    return values.every((value) => value !== null)
      ? values.reduce((sum, value) => sum + value, 0) / values.length
      : null;
  };
  const right = share(({ correct }) => correct);
  const goldLogProb = mean(({ gold_log_prob: logProb }) => logProb);
  const before = baseline.scores?.gold_log_prob ?? null;
  return {
    thoughts: [...set],
    ablated_output: first.text,
    predicted_answer: first.predicted_answer,
    still_correct: right > 0.5,
    truncated: first.truncated,
    importance: baseline.correct && right < 0.5 ? 1 : 0,
    reverse_flip: !baseline.correct && right > 0.5 ? 1 : 0,
    answer_changed: share(({ predicted_answer: answer }) => answer !== baseline.predicted_answer) > 0.5,
    gold_log_prob: goldLogProb,
    gold_log_prob_drop: goldLogProb === null || before === null ? null : before - goldLogProb,
    margin: mean(({ margin }) => margin),
    kl_from_baseline: mean(({ kl_from_baseline: divergence }) => divergence),
    ...(ablated.length > 1 && {
      donors: ablated.map(({ predicted_answer: answer, correct, scores }) => ({
        predicted_answer: answer,
        correct,
        gold_log_prob: scores?.gold_log_prob ?? null,
      })),
    }),
  };
}
