import type { Slot } from '../path.js';

/** A slot of a sequence by name. */
export interface SlotAddress {
  readonly kind: 'question' | 'bot' | 'thought' | 'eot' | 'answer';
  /** Which one of its kind, from 1; 0 for BOT and EOT. */
  readonly number: number;
  /** Absolute position. */
  readonly position: number;
}

/** The address of a slot of the prefix; BOT is its last. */
export function prefixAddress(position: number, prefixLength: number): SlotAddress {
  return position === prefixLength - 1
    ? { kind: 'bot', number: 0, position }
    : { kind: 'question', number: position + 1, position };
}

/** The address of a slot behind BOT. */
export function addressOf(slot: Slot, position: number): SlotAddress {
  if (slot.kind === 'thought') return { kind: 'thought', number: slot.thought, position };
  return slot.answerToken === 0
    ? { kind: 'eot', number: 0, position }
    : { kind: 'answer', number: slot.answerToken, position };
}
