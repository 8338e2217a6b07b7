import type { ResidualPlan } from '../engine/captures/capture-plan.js';
import { UNCHANGED, type RolloutPlan, type VariantPlan } from '../engine/rollout-plan.js';

/** A variant that runs this many thoughts and changes nothing, as far as that goes. */
export function unchanged(
  thoughts: number,
): Pick<VariantPlan, 'thoughts' | 'thoughtChanges' | 'eotChange' | 'answerChange'> {
  return {
    thoughts,
    thoughtChanges: Array.from({ length: thoughts }, () => UNCHANGED),
    eotChange: UNCHANGED,
    answerChange: UNCHANGED,
  };
}

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
        ...unchanged(thoughts),
        id: 'clean',
        prefix: 0,
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
