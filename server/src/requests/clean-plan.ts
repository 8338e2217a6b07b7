import type { ResidualPlan } from '../engine/captures/capture-plan.js';
import { UNCHANGED, type RolloutPlan, type VariantPlan } from '../engine/rollout-plan.js';

/** The parts of a variant that changes nothing. */
export const NO_CHANGES: Pick<VariantPlan, 'thoughtChanges' | 'eotChange' | 'answerChange'> = {
  thoughtChanges: [],
  eotChange: UNCHANGED,
  answerChange: UNCHANGED,
};

/** A question's clean run up to EOT, of which vectors are kept. */
export function cleanPlan(
  question: readonly number[],
  thoughts: number,
  residuals: readonly ResidualPlan[],
): RolloutPlan {
  return {
    question,
    numberTokens: question.map(() => false),
    forced: null,
    prefixes: [{ changes: [] }],
    variants: [
      {
        ...NO_CHANGES,
        id: 'clean',
        prefix: 0,
        thoughts,
        maxNewTokens: 1,
        capture: {
          attention: null,
          residuals,
          logits: false,
          lens: null,
          nextTokens: 0,
          attribution: null,
          moved: false,
        },
        reported: true,
      },
    ],
    clean: null,
    vectors: [],
  };
}
