import type { Decoder, DecoderParts } from '../graph/decoder.js';
import type { RotarySettings } from '../graph/rotary.js';
import type { JsonFile } from '../json-file.js';
import type { MatrixLayout } from '../weights/weight-location.js';

/** A tensor that a model must have. */
export interface DecoderTensor {
  readonly shape: readonly number[];
  /**
   * How it lies, if it is the matrix of one of the decoder's linear layers or of an untied head: by far the most of a
   * model's weights. Null for everything else: embeddings, norms, biases and the projection.
   */
  readonly layout: MatrixLayout | null;
}

/** Tensors by Hugging Face's name. */
export type DecoderTensors = Map<string, DecoderTensor>;

/** How a decoder knows where a slot stands. */
export type Positions =
  /** Queries and keys are turned. */
  | { readonly kind: 'rotary'; readonly settings: RotarySettings }
  /** The input embedding has a row of this matrix added. [positions, D] */
  | { readonly kind: 'learned'; readonly matrix: string };

/** Everything in which the decoders of one family, with architectures `A`, differ from those of another. */
export interface Family<A> {
  /**
   * The architecture that a Hugging Face config.json of this `model_type` describes.
   * @param vocabSize V, from CODI's pad id; the file may say V (the base model's) or V + 3
   * @throws ModelError UNSUPPORTED or BAD_CONFIG, naming the field
   */
  readonly readConfig: (config: JsonFile, vocabSize: number) => A;
  /** The decoder's own tensors, without the head. */
  readonly tensors: (architecture: A) => DecoderTensors;
  /** The name of the token embedding's matrix, which a tied head is a copy of. [V + 3, D] */
  readonly embedding: string;
  readonly positions: (architecture: A) => Positions;
  /** The decoder's layers as parts of a graph. */
  readonly decoder: (architecture: A, parts: DecoderParts) => Decoder;
}
