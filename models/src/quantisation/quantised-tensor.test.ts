import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantiseRows } from './block-quantisation.js';
import { quantisedTensors } from './quantised-tensor.js';

test('pieces that cut rows anywhere give what the whole matrix gives', async () => {
  const [outputs, inputs] = [9, 50];
  const weights = Float32Array.from({ length: outputs * inputs }, (_, at) => Math.sin(at * at));
  const whole = quantiseRows(weights, inputs);
  for (const length of [1, 7, 49, 50, 51, 200, 1000]) {
    const values = async function* () {
      for (let at = 0; at < weights.length; at += length)
        yield await Promise.resolve(weights.subarray(at, at + length));
    };
    const [bytes, scales] = quantisedTensors({ name: 'w', outputs, inputs, values });
    const collect = async (pieces: AsyncIterable<Iterable<number>>): Promise<number[]> => {
      const all: number[] = [];
      for await (const piece of pieces) all.push(...piece);
      return all;
    };
    assert.deepEqual(await collect(bytes.values()), [...whole.bytes], `bytes of pieces of ${length}`);
    assert.deepEqual(await collect(scales.values()), [...whole.scales], `scales of pieces of ${length}`);
  }
});
