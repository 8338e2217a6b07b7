/** Where the values of a tensor stand, float32 unless said otherwise: little-endian, row-major, without gaps. */
export interface WeightLocation {
  /** Absolute path. */
  file: string;
  /** Bytes from the start of the file. */
  offset: number;
  byteLength: number;
  shape: readonly number[];
}

/** How a matrix lies: PyTorch's Linear [out, in], GPT-2's Conv1D [in, out]. */
export type MatrixLayout = 'out-in' | 'in-out';

/** A matrix in 8 bits, laid out as [outputs, inputs] whatever it was made of. */
export interface QuantisedWeight {
  outputs: number;
  inputs: number;
  /** uint8 [outputs, blocks, 32]. */
  bytes: WeightLocation;
  /** float32 [outputs, blocks]. */
  scales: WeightLocation;
}
