/** Neighbouring weights of a row that share one scale; the layout of ONNX Runtime's MatMulNBits. */
export const BLOCK = 32;

/** What a byte of a weight of 0 is: bytes are unsigned, and without zero points MatMulNBits takes this off. */
const ZERO = 128;

/** Steps from 0 to a block's largest weight, so that -127 to 127 are used. */
const STEPS = 127;

/** How weights are quantised, for fingerprints: whatever changes the numbers changes this. */
export const quantisation = { bits: 8, block: BLOCK, symmetric: true, activations: 'int8' } as const;

/** Whole rows of a matrix, quantised. */
export interface QuantisedRows {
  /** [rows, blocks, 32]; the last block of a row is filled up with zeros. */
  readonly bytes: Uint8Array;
  /** [rows, blocks]: weight = (byte - 128) * scale, off by at most half a scale. */
  readonly scales: Float32Array;
}

/** Blocks of a row of so many weights. */
export function blocksOf(columns: number): number {
  return Math.ceil(columns / BLOCK);
}

/** Rounds whole rows [rows, columns] to 8 bits, each block to 127 steps of its own largest weight. */
export function quantiseRows(weights: Float32Array, columns: number): QuantisedRows {
  const rows = weights.length / columns;
  const blocks = blocksOf(columns);
  const bytes = new Uint8Array(rows * blocks * BLOCK).fill(ZERO);
  const scales = new Float32Array(rows * blocks);
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      const from = row * columns + block * BLOCK;
      const to = Math.min(from + BLOCK, (row + 1) * columns);
      let largest = 0;
      for (let at = from; at < to; at++) largest = Math.max(largest, Math.abs(weights[at] as number));
      const scale = Math.fround(largest / STEPS);
      // Of zeros, or of numbers so small that their step is 0.
      if (scale === 0) continue;
      const place = row * blocks + block;
      scales[place] = scale;
      const shift = place * BLOCK - from;
      for (let at = from; at < to; at++)
        bytes[at + shift] = Math.round((weights[at] as number) / scale) + ZERO;
    }
  }
  return { bytes, scales };
}
