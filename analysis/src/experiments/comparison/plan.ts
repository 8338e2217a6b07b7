import {
  AttentionQuery,
  HeadReduction,
  KeyReduction,
  SlotKind,
  type AttentionRow,
  type Rollout,
  type Tensor,
} from '@codiscope/proto';
import { z } from 'zod';

import type { Problem } from '../../datasets/problem.js';
import { thoughtOfGroup } from '../../words/key-group.js';
import { entryAt } from '../../words/required.js';
import { thoughtsUpTo } from '../../words/thought.js';
import { armIds, armVariants } from '../arms/arm.js';
import type { ThoughtSet } from '../arms/thought-sets.js';
import type { PlanContext } from '../experiment.js';
import { BASELINE, ownRequest, type PlannedVariant, type RolloutPlan } from '../rollout-plan.js';
import { rolloutRecord, rolloutRecordSchema, tensorRows } from '../rollout-record.js';
import type { ComparisonSettings, ReadyArm } from './settings.js';

/** An id of an arm's own, as several arms may ablate by the same method. */
const ofArm = (name: string, id: string): string => `${name}/${id}`;

/** The ids of an arm's variants for a set of thoughts: one, or one a donor. */
export function comparedIds({ name, arm, donors }: ReadyArm, set: ThoughtSet): string[] {
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

/** The rollouts of a comparison: the clean run with its number row, and every arm with each single thought. */
export function comparisonPlan(
  settings: ComparisonSettings,
  { problems, model, maxNewTokens }: PlanContext,
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
      ownRequest(problem, comparedVariants(settings, problem, model.thoughts), {
        offManifold: { reference: settings.cloud },
      }),
    ],
    protocol: 'official',
    maxNewTokens,
    record: ({ gsm8k_id: id }, variant, rollout) =>
      variant === BASELINE ? cleanRecord(id, variant, rollout) : armRecord(id, variant, rollout),
  };
}

/** [layers][thoughts] */
const byLayerAndThought = z.array(z.array(z.number()));

/** The clean run with the row that predicts the number, as the journal keeps it. */
export const cleanRecordSchema = rolloutRecordSchema.extend({
  /** Mean over heads; null when the answer has no number. */
  number_row: z
    .object({
      layers: z.array(z.number().int()),
      attention: byLayerAndThought,
      value_norms: byLayerAndThought,
    })
    .nullable(),
});

/** A run with a change and how far it has moved thoughts' vectors, as the journal keeps it. */
export const armRecordSchema = rolloutRecordSchema.extend({
  moved: z.array(
    z.object({
      thought: z.number().int(),
      norm: z.number(),
      clean_norm: z.number().nullable(),
      distance: z.number().nullable(),
      clean_distance: z.number().nullable(),
    }),
  ),
});

/** The clean run of a problem. */
export type CleanRecord = z.infer<typeof cleanRecordSchema>;
/** A run with a change. */
export type ArmRecord = z.infer<typeof armRecordSchema>;

/** The record of a clean rollout whose number row was captured by groups, mean over heads, value norms too. */
export function cleanRecord(problemId: string, variant: string, rollout: Rollout): CleanRecord {
  const row = rollout.attention.find(({ query }) => query === AttentionQuery.NUMBER);
  return { ...rolloutRecord(problemId, variant, rollout), number_row: row ? numberRow(row) : null };
}

function numberRow({ layers, keyGroups, weights, valueNorms }: AttentionRow): CleanRecord['number_row'] {
  if (!weights || !valueNorms) return null;
  const columns = keyGroups.flatMap((group, index) => (thoughtOfGroup(group) === null ? [] : [index]));
  const thoughts = (tensor: Tensor): number[][] =>
    tensorRows(tensor).map((row) => columns.map((column) => entryAt(row, column, 'the weight on a thought')));
  return { layers, attention: thoughts(weights), value_norms: thoughts(valueNorms) };
}

/** The record of a rollout whose moved vectors were captured. */
export function armRecord(problemId: string, variant: string, rollout: Rollout): ArmRecord {
  return {
    ...rolloutRecord(problemId, variant, rollout),
    moved: rollout.offManifold.flatMap(({ slot, norm, cleanNorm, distance, cleanDistance }) =>
      slot?.kind === SlotKind.THOUGHT
        ? [
            {
              thought: slot.number,
              norm,
              clean_norm: cleanNorm ?? null,
              distance: distance ?? null,
              clean_distance: cleanDistance ?? null,
            },
          ]
        : [],
    ),
  };
}
