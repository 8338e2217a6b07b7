import type { CapturedAttention } from './captures/attention-capture.js';
import type { CapturedAttribution } from './captures/attribution-capture.js';
import type { CapturedLens } from './captures/lens-capture.js';
import type { CapturedNextTokens } from './captures/logits-capture.js';
import type { MovedVector } from './captures/moved-capture.js';
import type { CapturedResiduals } from './captures/residual-capture.js';

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
  /** In order of position. */
  readonly attention: readonly CapturedAttention[];
  readonly residuals: readonly CapturedResiduals[];
  /** float32 [tokens, vocabulary + 2]; null unless captured. */
  readonly logits: Float32Array | null;
  readonly nextTokens: readonly CapturedNextTokens[];
  readonly lens: readonly CapturedLens[];
  readonly attribution: CapturedAttribution | null;
  readonly moved: readonly MovedVector[];
  readonly batchRows: number;
}

/** The memory of an outcome's large arrays, which no other outcome shares: it can be handed to another thread. */
export function buffersOf({ attention, residuals, logits }: VariantOutcome): ArrayBuffer[] {
  const arrays = [...attention.map(({ weights }) => weights), ...residuals.map(({ values }) => values)];
  if (logits) arrays.push(logits);
  return arrays.map(({ buffer }) => buffer as ArrayBuffer);
}
