import type { Architecture, Projection } from '../architecture.js';
import { gpt2Tensors } from './gpt2-tensors.js';
import { llamaTensors } from './llama-tensors.js';

/** The tensors that a CODI model must have. */
export interface DecoderTensors {
  /** Hugging Face's name -> shape. A tied head is not among them. */
  shapes: Map<string, readonly number[]>;
  /** The name of the embedding, which a tied head is a copy of. */
  embedding: string;
  /** Whether the decoder's adapted matrices are Conv1D's, [in, out], instead of Linear's, [out, in]. */
  conv1d: boolean;
}

/** The tensors of a model: its decoder's, an untied head, and the projection. */
export function decoderTensors(architecture: Architecture, projection: Projection): DecoderTensors {
  const { embeddingRows, hiddenSize: hidden, tiedHead } = architecture;
  const decoder =
    architecture.family === 'llama'
      ? { shapes: llamaTensors(architecture), embedding: 'model.embed_tokens.weight', conv1d: false }
      : { shapes: gpt2Tensors(architecture), embedding: 'transformer.wte.weight', conv1d: true };
  if (!tiedHead) decoder.shapes.set('lm_head.weight', [embeddingRows, hidden]);
  decoder.shapes
    .set('prj.1.weight', [projection.dim, hidden])
    .set('prj.1.bias', [projection.dim])
    .set('prj.3.weight', [hidden, projection.dim])
    .set('prj.3.bias', [hidden]);
  if (projection.layerNorm) decoder.shapes.set('prj.ln.weight', [hidden]).set('prj.ln.bias', [hidden]);
  return decoder;
}
