import { z } from 'zod';

import type { RolloutRecord } from '../rollout-record.js';
import type { ThoughtSet } from './thought-sets.js';

/** What ablating one set of thoughts came to, as result files keep it. Log-probabilities in nats. */
export const ablationSchema = z.object({
  /** The thoughts that were changed, counted from 1. */
  thoughts: z.array(z.number().int().min(1)).min(1),
  ablated_output: z.string(),
  predicted_answer: z.number().nullable(),
  still_correct: z.boolean(),
  truncated: z.boolean(),
  /** 1 if the baseline is correct and this is not (a flip), else 0. */
  importance: z.union([z.literal(0), z.literal(1)]),
  /** 1 if the baseline is wrong and this is correct, else 0. */
  reverse_flip: z.union([z.literal(0), z.literal(1)]),
  answer_changed: z.boolean(),
  gold_log_prob: z.number().nullable(),
  /** Baseline's gold log-probability minus this one: positive when the ablation hurts. */
  gold_log_prob_drop: z.number().nullable(),
  margin: z.number().nullable(),
  /** KL(baseline || ablated) at the number token. */
  kl_from_baseline: z.number().nullable(),
  /**
   * Only of resample ablations with several donors, one entry a donor. Then the measures above are means, the output
   * is the first donor's, and a flip is one of more than half of the donors.
   */
  donors: z
    .array(
      z.object({
        predicted_answer: z.number().nullable(),
        correct: z.boolean(),
        gold_log_prob: z.number().nullable(),
      }),
    )
    .optional(),
});

/** What ablating one set of thoughts came to. */
export type TokenAblation = z.infer<typeof ablationSchema>;

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
