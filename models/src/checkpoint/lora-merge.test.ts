import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeLora } from './lora-merge.js';

test('W + scale B A for ranks that are and are not a multiple of four', async () => {
  // By hand: A has ones in row k at column k mod 2; B's row r is (r + 1) everywhere.
  for (const rank of [1, 3, 4, 5, 8]) {
    const weight = Float32Array.of(10, 20, 30, 40, 50, 60);
    const a = Float32Array.from({ length: rank * 2 }, (_, at) => (Math.floor(at / 2) % 2 === at % 2 ? 1 : 0));
    const b = Float32Array.from({ length: 3 * rank }, (_, at) => 1 + Math.floor(at / rank));
    await mergeLora(weight, a, b, { rank, scale: 0.5 });
    const [even, odd] = [Math.ceil(rank / 2), Math.floor(rank / 2)];
    const expected = [10 + even / 2, 20 + odd / 2, 30 + even, 40 + odd, 50 + 1.5 * even, 60 + 1.5 * odd];
    assert.deepEqual([...weight], expected, `rank ${rank}`);
  }
});

test('small contributions are not lost beside large ones', async () => {
  // In float32, 1e8 + 1 - 1e8 is 0.
  const weight = Float32Array.of(0);
  await mergeLora(weight, Float32Array.of(1e8, 1, -1e8), Float32Array.of(1, 1, 1), { rank: 3, scale: 1 });
  assert.equal(weight[0], 1);
});
