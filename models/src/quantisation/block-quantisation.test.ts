import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCK, blocksOf, quantiseRows } from './block-quantisation.js';

/** Weights of every size and sign, from a fixed seed (Marsaglia's xorshift32). */
function someWeights(count: number, seed: number): Float32Array {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
  return Float32Array.from({ length: count }, () => next() * 10 ** (4 * next()));
}

/** The weight that a byte stands for. */
const weightOf = (byte: number, scale: number): number => (byte - 128) * scale;

test('a weight is off by at most half a step of its block, and a step is a 127th of its largest weight', () => {
  for (const columns of [1, 31, 32, 33, 64, 150, 192]) {
    const rows = 40;
    const weights = someWeights(rows * columns, columns);
    const { bytes, scales } = quantiseRows(weights, columns);
    const blocks = blocksOf(columns);
    assert.deepEqual([bytes.length, scales.length], [rows * blocks * BLOCK, rows * blocks]);
    for (let row = 0; row < rows; row++) {
      for (let block = 0; block < blocks; block++) {
        const begin = row * columns + block * BLOCK;
        const own = weights.subarray(begin, Math.min(begin + BLOCK, (row + 1) * columns));
        const scale = scales[row * blocks + block] ?? NaN;
        assert.equal(scale, Math.fround(Math.max(...own.map(Math.abs)) / 127));
        own.forEach((weight, at) => {
          const byte = bytes[(row * blocks + block) * BLOCK + at] ?? NaN;
          const error = Math.abs(weightOf(byte, scale) - weight);
          // The scale itself is rounded to float32, which moves 127 steps by 127 * 2^-24 of a step.
          assert.ok(error <= scale * (0.5 + 127 * 2 ** -24), `${weight} is off by ${error / scale} steps`);
        });
      }
    }
  }
});

test('a row that does not fill its last block is filled up with zeros', () => {
  const { bytes } = quantiseRows(someWeights(2 * 40, 7), 40);
  for (const row of [0, 1]) {
    assert.deepEqual([...bytes.subarray(row * 64 + 40, row * 64 + 64)], Array<number>(24).fill(128));
  }
});

test('a block of zeros stays zero, and one without a step becomes zero', () => {
  for (const value of [0, -0, 1e-45]) {
    const { bytes, scales } = quantiseRows(new Float32Array(32).fill(value), 32);
    assert.deepEqual([...scales], [0]);
    assert.ok(bytes.every((byte) => byte === 128));
  }
});

test('weights that are whole steps are kept exactly', () => {
  const weights = Float32Array.from({ length: 255 }, (_, index) => (index - 127) * 0.5);
  // Each block needs its own +-127 steps.
  const padded = new Float32Array(255 * 32);
  weights.forEach((weight, row) => {
    padded.set([weight, 63.5], row * 32);
  });
  const { bytes, scales } = quantiseRows(padded, 32);
  weights.forEach((weight, row) => {
    assert.equal(weightOf(bytes[row * 32] ?? NaN, scales[row] ?? NaN), weight);
  });
});
