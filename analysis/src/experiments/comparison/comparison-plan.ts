import { AttentionQuery, HeadReduction, KeyReduction } from '@codiscope/proto';

import type { Problem } from '../../datasets/problem.js';
import { thoughtsUpTo } from '../../words/thought.js';
import { armIds, armVariants } from '../ablation-arm.js';
import { BASELINE } from '../clean-runs.js';
import { ownRequest, type PlannedVariant, type RolloutPlan } from '../rollout-plan.js';
import type { ThoughtSet } from '../thought-sets.js';
import { armRecord, cleanRecord } from './comparison-record.js';
import type { ComparisonSettings, NamedArm } from './comparison-settings.js';

/** An id of an arm's own, as several arms may ablate by the same method. */
const ofArm = (name: string, id: string): string => `${name}/${id}`;

/** The ids of an arm's variants for a set of thoughts: one, or one a donor. */
export function comparedIds({ name, arm, donors }: NamedArm, set: ThoughtSet): string[] {
  return armIds(arm, set, donors).map((id) => ofArm(name, id));
}

/** The variants of every arm with each single thought. */
function comparedVariants(
  { arms }: ComparisonSettings,
  problem: Problem,
  thoughts: number,
): PlannedVariant[] {
  return arms.flatMap(({ name, arm }) =>
    thoughtsUpTo(thoughts).flatMap((thought) =>
      armVariants(arm, [thought], problem, thoughts).map((variant) => ({
        ...variant,
        id: ofArm(name, variant.id),
      })),
    ),
  );
}

/** Rollouts of one problem. */
export function comparedRollouts(arms: readonly Pick<NamedArm, 'donors'>[], thoughts: number): number {
  return 1 + thoughts * arms.reduce((sum, { donors }) => sum + donors, 0);
}

/** The rollouts of a comparison: the clean run with its number row, and every arm with each single thought. */
export function comparisonPlan(
  problems: readonly Problem[],
  settings: ComparisonSettings,
  thoughts: number,
  maxNewTokens: number,
): RolloutPlan {
  const numberRow = {
    attention: {
      queries: [AttentionQuery.NUMBER],
      heads: HeadReduction.MEAN,
      keys: KeyReduction.GROUPS,
      valueNorms: true,
    },
  };
  return {
    experiment: 'compare',
    problems,
    // Two requests, since captures are a request's: the row is wanted of the clean run alone.
    requests: (problem) => [
      ownRequest(problem, [{ id: BASELINE }], numberRow),
      ownRequest(problem, comparedVariants(settings, problem, thoughts), {
        offManifold: { reference: settings.cloud },
      }),
    ],
    maxNewTokens,
    record: ({ gsm8k_id: id }, variant, rollout) =>
      variant === BASELINE ? cleanRecord(id, variant, rollout) : armRecord(id, variant, rollout),
  };
}
