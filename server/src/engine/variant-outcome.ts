import type { EditSite } from '@codiscope/models';

/** One captured row of attention, as the engine read it. */
export interface CapturedAttention {
  /** 0 for EOT, j for the answer's token j; for thoughts see `thought`. */
  readonly answerToken: number | null;
  /** Thought number from 1; null for EOT and answer rows. */
  readonly thought: number | null;
  /** Absolute position of the query. */
  readonly position: number;
  /** float32 [layers, heads or 1, keys or groups]. */
  readonly weights: Float32Array;
  readonly shape: readonly [number, number, number];
}

/** Captured vectors of one site. */
export interface CapturedResiduals {
  readonly site: EditSite | 'final_norm';
  readonly layers: readonly number[];
  /** float32 [thoughts, layers or 1, hidden size]. */
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number];
}

/** What the state that becomes a thought decodes to: tokens and natural log-probabilities, likeliest first. */
export interface CapturedLens {
  readonly thought: number;
  readonly top: readonly { readonly token: number; readonly logProb: number }[];
}

/** Teacher-forced measures, natural logarithms. */
export interface VariantScores {
  readonly goldTokenLogProbs: readonly number[];
  readonly margin: number;
  readonly klFromBaseline: number;
}

/** What a variant came to, in tokens and numbers; text is made of it outside the engine. */
export interface VariantOutcome {
  readonly tokens: readonly number[];
  readonly finish: 'eos' | 'limit';
  readonly scores: VariantScores | null;
  readonly attention: readonly CapturedAttention[];
  readonly residuals: readonly CapturedResiduals[];
  /** float32 [tokens, vocabulary + 2]; null unless captured. */
  readonly logits: Float32Array | null;
  readonly lens: readonly CapturedLens[];
  readonly batchRows: number;
}

/** The memory of an outcome's arrays, which no other outcome shares: it can be handed to another thread. */
export function buffersOf({ attention, residuals, logits }: VariantOutcome): ArrayBuffer[] {
  const arrays = [...attention.map(({ weights }) => weights), ...residuals.map(({ values }) => values)];
  if (logits) arrays.push(logits);
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
