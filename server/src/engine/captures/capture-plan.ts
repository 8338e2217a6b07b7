import type { EditSite } from '@codiscope/models';

/** A site whose vectors can be read. */
export type ReadSite = EditSite | 'final_norm';

/** Which captured attention rows a variant wants, and in what form. */
export interface AttentionPlan {
  readonly bot: boolean;
  readonly thoughts: boolean;
  readonly eot: boolean;
  /** Every answer slot is kept, EOT among them if it may be the one that predicts the number. */
  readonly answer: boolean;
  readonly number: boolean;
  readonly layers: readonly number[];
  readonly headMean: boolean;
  readonly grouped: boolean;
  readonly valueNorms: boolean;
}

/** Slots whose vectors are read. */
export interface SlotSelection {
  /** Absolute positions of question tokens. */
  readonly question: readonly number[];
  readonly bot: boolean;
  readonly thoughts: readonly number[];
  readonly eot: boolean;
  readonly answer: boolean;
}

/** Which vectors a variant wants. */
export interface ResidualPlan {
  readonly site: ReadSite;
  /** Empty for `embed` and `final_norm`. */
  readonly layers: readonly number[];
  readonly slots: SlotSelection;
  /** Whether only their norms are wanted. */
  readonly norms: boolean;
}

/** The most likely tokens of the states that become thoughts. */
export interface LensPlan {
  readonly top: number;
  readonly layers: readonly number[];
}

/** What a variant brings back besides its answer. */
export interface CapturePlan {
  readonly attention: AttentionPlan | null;
  readonly residuals: readonly ResidualPlan[];
  readonly logits: boolean;
  readonly lens: LensPlan | null;
  /** Most likely tokens behind each generated one; 0 for none. */
  readonly nextTokens: number;
  readonly attribution: { readonly grouped: boolean } | null;
  /** Whether changed vectors are kept beside the clean run's. */
  readonly moved: boolean;
}
