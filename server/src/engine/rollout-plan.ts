import type { EditPoint, EditSite } from '@codiscope/models';

/** A change of one slot's vector: `h <- scale * h`, where h is the slot's own value or the clean run's. */
export interface SlotEdit {
  readonly point: EditPoint;
  readonly from: 'own' | 'clean';
  readonly scale: number;
}

/** Which captured attention rows a variant wants, and in what form. */
export interface AttentionPlan {
  readonly thoughts: boolean;
  readonly eot: boolean;
  /** Every answer slot is kept, EOT among them if it may be the one that predicts the number. */
  readonly answer: boolean;
  readonly number: boolean;
  readonly layers: readonly number[];
  readonly headMean: boolean;
  readonly grouped: boolean;
}

/** Which vectors at the thought slots a variant wants. */
export interface ResidualPlan {
  readonly site: EditSite | 'final_norm';
  /** Empty for `embed` and `final_norm`. */
  readonly layers: readonly number[];
}

/** What a variant brings back besides its answer. */
export interface CapturePlan {
  readonly attention: AttentionPlan | null;
  readonly residuals: readonly ResidualPlan[];
  readonly logits: boolean;
  /** Tokens to read off each thought; 0 for none. */
  readonly lensTop: number;
}

/** One way to run the question, resolved and checked. */
export interface VariantPlan {
  readonly id: string;
  /** Thoughts to run before EOT. */
  readonly thoughts: number;
  /** Edits of thought k at index k - 1, in the order of the computation. */
  readonly edits: readonly (readonly SlotEdit[])[];
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
  readonly maxNewTokens: number;
  readonly forced: ForcedAnswer | null;
  readonly variants: readonly VariantPlan[];
  /** Index of the clean variant; null when no other variant and no score needs it. */
  readonly clean: number | null;
}
