import type { AttentionBuilder } from './attention.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { Linear } from './linear.js';
import type { EditPoint } from './step-contract.js';

/** What a decoder's blocks are built with. */
export interface BuildingSite {
  readonly graph: GraphBuilder;
  readonly attention: AttentionBuilder;
  /** int64 [B, S]: absolute positions. */
  readonly position: Value;
  /** A weight of the checkpoint by Hugging Face's name. */
  readonly weight: (name: string) => Value;
  /** Multiplies by one of its matrices. */
  readonly linear: Linear;
  /** Puts an edit point behind a value [B, S, D], makes it fetchable, and gives the value after the edit. */
  readonly editAt: (value: Value, point: EditPoint) => Value;
}

/** The family-specific parts of a decoder, as parts of the step graph. */
export interface Decoder {
  /** The name of the token embedding's matrix. [V + 3, D] */
  readonly embedding: string;
  /** What the first block reads, made of the slots' input embeddings. [B, S, D] -> [B, S, D] */
  enter(input: Value): Value;
  /** Block `layer`: the residual stream before it -> after it, without the edit at `resid_post`. [B, S, D] */
  block(layer: number, hidden: Value): Value;
  /** The final norm. [.., D] -> [.., D] */
  finalNorm(hidden: Value): Value;
}
