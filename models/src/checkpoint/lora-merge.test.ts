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

/** A merge that is large enough for threads, and rows that no number of them divides. */
const large = { rank: 128, width: 1024, height: 2053 };

function largeMerge(): { weight: Float32Array; a: Float32Array; b: Float32Array } {
  const { rank, width, height } = large;
  return {
    weight: Float32Array.from({ length: height * width }, (_, at) => at % 5),
    a: Float32Array.from({ length: rank * width }, (_, at) => Math.floor(at / width) % 4),
    b: Float32Array.from({ length: height * rank }, (_, at) => Math.floor(at / rank) % 7),
  };
}

test('the rows of a large matrix are shared out and come back in their places', async () => {
  const { rank, width } = large;
  const { weight, a, b } = largeMerge();
  await mergeLora(weight, a, b, { rank, scale: 0.25 });
  // By hand: 128 ranks of 0, 1, 2, 3 in turn sum to 192, times the row's number modulo 7, times 0.25.
  const wrong = weight.findIndex((value, at) => value !== (at % 5) + 48 * (Math.floor(at / width) % 7));
  assert.equal(wrong, -1);
  assert.ok(a.length > 0 && b.length > 0, 'A and B stay with the caller');
});

test('a merge in threads can be aborted', async () => {
  const controller = new AbortController();
  const { weight, a, b } = largeMerge();
  const merge = mergeLora(weight, a, b, { rank: large.rank, scale: 1, signal: controller.signal });
  controller.abort(new Error('enough'));
  await assert.rejects(merge, /enough/);
});
