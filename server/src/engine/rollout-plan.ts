import type { EditPoint } from '@codiscope/models';

import type { CapturePlan } from './captures/capture-plan.js';

/** A change of one vector: `h <- scale * h + vector`, where h is the slot's own value or the clean run's. */
export interface VectorEdit {
  readonly point: EditPoint;
  /** The query head; null except at `head`. */
  readonly head: number | null;
  readonly from: 'own' | 'clean';
  readonly scale: number;
  /** Index in `RolloutPlan.vectors` of what is added; null: nothing. */
  readonly vector: number | null;
  /** Whether what is added is multiplied by the norm of h. */
  readonly byNorm: boolean;
}

/** Keys that a slot may not see, in some layers and heads. */
export interface BlockedKeys {
  readonly layers: readonly number[];
  /** Null: every head. */
  readonly heads: readonly number[] | null;
  /** Absolute positions of question and BOT. */
  readonly prefix: readonly number[];
  /** Slots behind BOT, from 0: thought k is k - 1, EOT is the number of thoughts. */
  readonly suffix: readonly number[];
  /** Every slot behind BOT from this one on; null: none. */
  readonly suffixFrom: number | null;
}

/** What a variant changes at one slot. Slots with the same key of variants that have gone the same way are one row. */
export interface SlotChange {
  /** Names everything below; '' for nothing. */
  readonly key: string;
  readonly edits: readonly VectorEdit[];
  readonly blocked: readonly BlockedKeys[];
}

/** A slot that is left as it is. */
export const UNCHANGED: SlotChange = { key: '', edits: [], blocked: [] };

/** The question with BOT, and what is changed in it. */
export interface PrefixPlan {
  /** Changed slots by absolute position. */
  readonly changes: readonly { readonly position: number; readonly change: SlotChange }[];
}

/** One way to run the question, resolved and checked. */
export interface VariantPlan {
  readonly id: string;
  /** Index of its prefix. */
  readonly prefix: number;
  /** Thoughts to run before EOT. */
  readonly thoughts: number;
  /** Change at thought k at index k - 1. */
  readonly thoughtChanges: readonly SlotChange[];
  readonly eotChange: SlotChange;
  /** Change at every answer slot. */
  readonly answerChange: SlotChange;
  readonly maxNewTokens: number;
  readonly capture: CapturePlan | null;
  /** Whether a result is wanted; false for a clean run that only the others need. */
  readonly reported: boolean;
}

/** The text whose probability is measured: "The answer is:" and the gold answer. */
export interface ForcedAnswer {
  readonly tokens: readonly number[];
  /** Index of the first gold token. */
  readonly goldFrom: number;
  /** Index of the number token: the first gold token with a digit or a minus sign. */
  readonly numberAt: number;
}

/** One question with all its variants. */
export interface RolloutPlan {
  /** Token ids, without BOT. */
  readonly question: readonly number[];
  /** For each question token, whether it holds a digit (the group `question_numbers`). */
  readonly numberTokens: readonly boolean[];
  readonly forced: ForcedAnswer | null;
  readonly prefixes: readonly PrefixPlan[];
  readonly variants: readonly VariantPlan[];
  /** Index of the clean variant; null when no other variant and no score needs it. */
  readonly clean: number | null;
  /** What edits add: float32 [hidden size], or [head width] at `head`. */
  readonly vectors: readonly Float32Array[];
}
