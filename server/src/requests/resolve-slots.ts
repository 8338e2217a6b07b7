import type { Slots } from '@codiscope/proto';

import type { SlotSelection } from '../engine/captures/capture-plan.js';
import { upTo } from './numbered.js';
import { positionsWithin, thoughtsWithin } from './resolve-intervention.js';
import type { VariantScope } from './variant-scope.js';

/** A set of slots of a variant that runs so many thoughts; null when it is missing or empty, which is a violation. */
export function resolveSlots(
  slots: Slots | undefined,
  path: string,
  thoughts: number,
  { question, wrong }: Pick<VariantScope, 'question' | 'wrong'>,
): SlotSelection | null {
  if (!slots) {
    wrong.push({ field: path, description: 'is missing; name slots' });
    return null;
  }
  const all = slots.question;
  const found: SlotSelection = {
    question: all
      ? upTo(question.length)
      : positionsWithin(slots.questionPositions, path, question.length, wrong),
    bot: slots.bot,
    thoughts: thoughtsWithin(slots.thoughts, path, thoughts, wrong),
    eot: slots.eot,
    answer: slots.answer,
  };
  const asked = slots.questionPositions.length + slots.thoughts.length;
  if (asked === 0 && !all && !slots.bot && !slots.eot && !slots.answer) {
    const description = 'is empty; name question, question_positions, bot, thoughts, eot or answer';
    wrong.push({ field: path, description });
    return null;
  }
  return found;
}
