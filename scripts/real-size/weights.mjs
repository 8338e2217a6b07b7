import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

import { NUMBERS } from './tokenizer.mjs';

/** Standard deviation 0.02, as untrained models have. */
const SPREAD = 0.02 * Math.sqrt(3);
/** Rows of the words that are numbers are larger, so that most answers are numbers. */
const NUMBER_SPREAD = 3 * SPREAD;
const VALUES_PER_PIECE = 2 ** 20;

/** A tensor's values, evenly spread around its centre, piece by piece (Marsaglia's xorshift32). */
function* pieces({ shape, dtype = 'F32', centre = 0, words = false }, seed) {
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = words ? NUMBERS * shape[1] : 0;
  let state = seed;
  for (let begin = 0; begin < count; begin += VALUES_PER_PIECE) {
    const values = new Float32Array(Math.min(VALUES_PER_PIECE, count - begin));
    for (let at = 0; at < values.length; at++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const spread = begin + at < numbers ? NUMBER_SPREAD : SPREAD;
      values[at] = centre + (state / 2 ** 31) * spread;
    }
    yield Buffer.from(dtype === 'F32' ? values.buffer : bfloat16(values).buffer);
  }
}

/** A bfloat16 is the upper half of a float32. */
function bfloat16(values) {
  const bits = new Uint32Array(values.buffer);
  const halves = new Uint16Array(bits.length);
  for (let at = 0; at < bits.length; at++) halves[at] = bits[at] >>> 16;
  return halves;
}

/** Writes a safetensors file of random values, some megabytes at a time; gives the bytes of all values. */
export async function writeWeights(path, tensors, seed) {
  let end = 0;
  const entries = tensors.map(({ name, shape, dtype = 'F32' }) => {
    const begin = end;
    end += shape.reduce((product, size) => product * size, dtype === 'F32' ? 4 : 2);
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  const json = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
  const header = Buffer.from(json + ' '.repeat(-json.length & 7));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = createWriteStream(path);
  const write = async (bytes) => {
    if (!file.write(bytes)) await once(file, 'drain');
  };
  await write(length);
  await write(header);
  for (const [index, tensor] of tensors.entries()) {
    // The tied head is the embedding once more, so both are made from the same seed.
    const own = Math.imul(seed + (tensor.words ? 1 : index + 2), 0x9e3779b1) | 1;
    for (const piece of pieces(tensor, own)) await write(piece);
  }
  file.end();
  await once(file, 'finish');
  return end;
}
