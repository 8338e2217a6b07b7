/** Where the values of a tensor stand, float32 unless said otherwise: little-endian, row-major, without gaps. */
export interface WeightLocation {
  /** Absolute path. */
  file: string;
  /** Bytes from the start of the file. */
  offset: number;
  byteLength: number;
  shape: readonly number[];
}

/** Where the weights of a model stand: all in one file. */
export interface PlacedWeights {
  /**
   * By Hugging Face's names (`model.embed_tokens.weight`, `model.layers.0.self_attn.q_proj.weight`, ...) and
   * `prj.*`. A tied head has no entry of its own. Linear weights are [out, in], GPT-2's Conv1D weights [in, out],
   * as in PyTorch.
   */
  readonly weights: ReadonlyMap<string, WeightLocation>;
  /**
   * In int8: the decoder's linear weights and the head (`lm_head.weight`, a tied one too), which are then not among
   * `weights`. Empty in fp32.
   */
  readonly quantised: ReadonlyMap<string, QuantisedWeight>;
}

/** How a matrix lies: PyTorch's Linear [out, in], GPT-2's Conv1D [in, out]. */
export type MatrixLayout = 'out-in' | 'in-out';

/** How many outputs and inputs a matrix of this shape has. */
export function matrixSizes(
  shape: readonly number[],
  layout: MatrixLayout,
): { outputs: number; inputs: number } {
  const [first, second, ...more] = shape;
  if (first === undefined || second === undefined || more.length > 0)
    throw new RangeError(`a tensor of shape [${shape.join(', ')}] is no matrix`);
  return layout === 'out-in' ? { outputs: first, inputs: second } : { outputs: second, inputs: first };
}

/** A matrix in 8 bits, laid out as [outputs, inputs] whatever it was made of. */
export interface QuantisedWeight {
  outputs: number;
  inputs: number;
  /** uint8 [outputs, blocks, 32]. */
  bytes: WeightLocation;
  /** float32 [outputs, blocks]. */
  scales: WeightLocation;
}
