import { encodeTensor, FinishReason, Rollout, type Tensor } from '@codiscope/proto';

import type { Problem } from '../../datasets/problem.js';
import type { RolloutRecord } from '../rollout-record.js';

/** A problem of two steps whose answer is 12. */
export const PROBLEM: Problem = {
  gsm8k_id: 'p',
  question: 'Eva has 4 apples. She buys 8 more apples. How many apples does Eva have now?',
  answer: 12,
  reasoning_steps: 2,
  difficulty: '2-step',
};

/** A finished rollout that answered with this number, and what was captured of it. */
export function handMadeRollout(
  answer: number,
  captured: Parameters<typeof Rollout.fromPartial>[0] = {},
): Rollout {
  return Rollout.fromPartial({
    tokens: [answer],
    text: `The answer is: ${answer}`,
    predicted: String(answer),
    correct: answer === PROBLEM.answer,
    finishReason: FinishReason.EOS,
    scores: { goldLogProb: -1, margin: 2, klFromBaseline: 0 },
    ...captured,
  });
}

/** The record of a rollout that answered with this number; log-probability and margin of the gold answer. */
export function handMadeRecord(answer: number, goldLogProb = -1, margin = 2): RolloutRecord {
  return {
    problem_id: PROBLEM.gsm8k_id,
    variant: '',
    tokens: [answer],
    text: `The answer is: ${answer}`,
    predicted_answer: answer,
    correct: answer === PROBLEM.answer,
    truncated: false,
    scores: { gold_log_prob: goldLogProb, margin, kl_from_baseline: 0.5 },
    warnings: [],
  };
}

/** A tensor of these values, in order. */
export function handMadeTensor(shape: readonly number[], values: readonly number[]): Tensor {
  return encodeTensor({ shape, data: Float32Array.from(values) });
}
