import type { TensorToWrite } from '../weights/safetensors-writer.js';
import { blocksOf, BLOCK, quantiseRows } from './block-quantisation.js';

/** A matrix to be quantised: its float32 values piece by piece, row-major, each row the weights of one output. */
export interface MatrixToQuantise {
  readonly name: string;
  readonly outputs: number;
  readonly inputs: number;
  readonly values: () => AsyncIterable<Float32Array>;
}

/** The names and shapes that a quantised matrix has in a file. */
export function quantisedParts({ name, outputs, inputs }: Omit<MatrixToQuantise, 'values'>) {
  const blocks = blocksOf(inputs);
  return {
    bytes: { name: `${name}.int8`, dtype: 'U8', shape: [outputs, blocks, BLOCK] },
    scales: { name: `${name}.scales`, dtype: 'F32', shape: [outputs, blocks] },
  } as const;
}

/**
 * A matrix as the two tensors of its quantised form. Its values are read once, piece by piece, while the bytes are
 * written; the scales, an eighth of the bytes, wait in memory until it is their turn.
 */
export function quantisedTensors(matrix: MatrixToQuantise): [TensorToWrite, TensorToWrite] {
  const { bytes, scales } = quantisedParts(matrix);
  let waiting: Float32Array[] = [];
  return [
    {
      ...bytes,
      values: async function* () {
        waiting = [];
        for await (const rows of wholeRows(matrix.values(), matrix.inputs)) {
          const quantised = quantiseRows(rows, matrix.inputs);
          waiting.push(quantised.scales);
          yield quantised.bytes;
        }
      },
    },
    {
      ...scales,
      values: async function* () {
        for (const piece of waiting) yield await Promise.resolve(piece);
        waiting = [];
      },
    },
  ];
}

/** The same values in pieces that end where a row ends. */
async function* wholeRows(
  pieces: AsyncIterable<Float32Array>,
  columns: number,
): AsyncGenerator<Float32Array> {
  let rest = new Float32Array(0);
  for await (const piece of pieces) {
    let values = piece;
    if (rest.length > 0) {
      values = new Float32Array(rest.length + piece.length);
      values.set(rest);
      values.set(piece, rest.length);
    }
    const whole = values.length - (values.length % columns);
    rest = values.slice(whole);
    if (whole > 0) yield values.subarray(0, whole);
  }
}
