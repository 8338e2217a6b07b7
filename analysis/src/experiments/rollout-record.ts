import { decodeTensor, FinishReason, type Rollout, type Tensor } from '@codiscope/proto';
import { z } from 'zod';

import { required } from '../words/required.js';

/** A finished rollout as the journal keeps it: everything that results are made of, nothing that depends on the clock. */
export const rolloutRecordSchema = z.object({
  problem_id: z.string(),
  variant: z.string(),
  tokens: z.array(z.number().int()),
  text: z.string(),
  predicted_answer: z.number().nullable(),
  correct: z.boolean(),
  truncated: z.boolean(),
  /** Null when the tokenizer has no token for the gold answer. */
  scores: z
    .object({ gold_log_prob: z.number(), margin: z.number(), kl_from_baseline: z.number() })
    .nullable(),
  warnings: z.array(z.string()),
});

/** A rollout that ran. */
export type RolloutRecord = z.infer<typeof rolloutRecordSchema>;

/** A problem that the server refused, such as a question that is too long; it is an exclusion, not a failure. */
export const refusalSchema = z.object({ problem_id: z.string(), variant: z.string(), refused: z.string() });

/** A rollout that was refused. */
export type Refusal = z.infer<typeof refusalSchema>;

/** The record of a rollout that was asked for with its gold answer. Log-probabilities in nats. */
export function rolloutRecord(problemId: string, variant: string, rollout: Rollout): RolloutRecord {
  const { scores, predicted } = rollout;
  return {
    problem_id: problemId,
    variant,
    tokens: rollout.tokens,
    text: rollout.text,
    predicted_answer: predicted === undefined ? null : Number(predicted),
    correct: required(rollout.correct, `whether ${problemId}, ${variant} is right`),
    truncated: rollout.finishReason === FinishReason.LIMIT,
    scores: scores
      ? { gold_log_prob: scores.goldLogProb, margin: scores.margin, kl_from_baseline: scores.klFromBaseline }
      : null,
    warnings: rollout.warnings,
  };
}

/** A float32 in few digits: nine name it exactly. */
export function shortFloat(value: number): number {
  return Number(value.toPrecision(9));
}

/** The rows of a tensor's last axis, one after the other, in few digits. */
export function tensorRows(tensor: Tensor): number[][] {
  const { shape, data } = decodeTensor(tensor);
  const width = required(shape.at(-1), 'the last axis of a tensor');
  return Array.from({ length: data.length / width }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width), shortFloat),
  );
}
