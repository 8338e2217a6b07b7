import type { AttentionBuilder } from './attention.js';
import type { Edit } from './edit.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { FloatMatrix, Matrices } from './matrices.js';

/** What a decoder's parts are made with. */
export interface DecoderParts {
  readonly graph: GraphBuilder;
  /** A float32 weight of the checkpoint by Hugging Face's name. */
  readonly weight: (name: string) => Value;
  /** Its matrices, float32 or quantised. */
  readonly matrices: Matrices;
}

/** What a decoder's blocks need besides. */
export interface BlockParts {
  readonly attention: AttentionBuilder;
  /** Puts an edit point behind a value, makes it fetchable, and gives the value after the edit. */
  readonly editAt: Edit;
}

/** The family-specific parts of a decoder, as parts of a graph. */
export interface Decoder {
  /** Block `layer`: the residual stream before it -> after it, without the edit at `resid_post`. [B, S, D] */
  block(layer: number, hidden: Value, parts: BlockParts): Value;
  /** The final norm. [.., D] -> [.., D] */
  finalNorm(hidden: Value): Value;
  /** W_O of layer `layer`: heads side by side [.., H * hd] -> [.., D]. */
  outputProjection(layer: number): FloatMatrix;
  /** What the attention's output of layer `layer` has added to it; null: nothing. [D] */
  outputBias(layer: number): Value | null;
  /**
   * The final norm made linear at one state [1, D] by freezing its mean and scale: the directions [C, D] along which
   * parts of the residual stream bring logits to the tokens whose head rows [C, D] are given, and what the norm's own
   * bias brings [C] (null: nothing).
   */
  logitDirections(state: Value, headRows: Value): { directions: Value; bias: Value | null };
}
