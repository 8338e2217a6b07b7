import type { Variant } from '@codiscope/proto';

import { ChangedSlots } from './changed-slots.js';
import { upTo } from './numbered.js';
import { addIntervention } from './resolve-intervention.js';
import { addKnockout, checkKnockouts } from './resolve-knockout.js';
import type { VariantDraft } from './variant-draft.js';
import type { VariantScope } from './variant-scope.js';

/** A variant with its changes by slot. Violations are added to the scope's. */
export function resolveVariant(variant: Variant, path: string, scope: VariantScope): VariantDraft {
  if (variant.id === '') scope.wrong.push({ field: `${path}.id`, description: 'is empty; name the variant' });
  const thoughts = Math.min(thoughtsOf(variant, path, scope), scope.thoughts);
  const changes = new ChangedSlots();
  variant.interventions.forEach((intervention, index) => {
    addIntervention(intervention, `${path}.interventions[${index}]`, thoughts, changes, scope);
  });
  variant.knockouts.forEach((knockout, index) => {
    addKnockout(knockout, `${path}.knockouts[${index}]`, thoughts, changes, scope);
  });
  checkKnockouts(`${path}.knockouts`, thoughts, changes, scope);
  return draftOf(variant.id, thoughts, changes, scope);
}

/** A variant of these changes. */
export function draftOf(
  id: string,
  thoughts: number,
  changes: ChangedSlots,
  { question, thoughts: all }: Pick<VariantScope, 'question' | 'thoughts'>,
): VariantDraft {
  return {
    id,
    thoughts,
    prefix: changes.prefix(question.length),
    thoughtChanges: upTo(thoughts).map((index) => changes.change({ kind: 'thought', thought: index + 1 })),
    eotChange: changes.change({ kind: 'eot' }),
    answerChange: changes.change({ kind: 'answer' }),
    isClean: thoughts === all && changes.empty,
  };
}

/** The thoughts that a variant runs; all unless it says otherwise. */
export function thoughtsOf(variant: Variant, path: string, { thoughts, wrong }: VariantScope): number {
  const asked = variant.thoughts ?? thoughts;
  if (asked > thoughts) {
    wrong.push({
      field: `${path}.thoughts`,
      description: `is ${asked}; the model takes 0 to ${thoughts} thoughts`,
    });
  }
  return asked;
}
