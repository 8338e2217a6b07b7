import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { AnalysisError } from '../../words/errors.js';
import { MersenneTwister, pythonSample } from './python.js';

/** Written by CPython 3.11.7: `getrandbits(32)` 700 times, then `random.sample(range(size), count)` in this order. */
interface PythonVector {
  readonly seed: string;
  readonly first_words: readonly number[];
  readonly word_700: number;
  readonly samples_after_700_words: readonly { size: number; count: number; sample: readonly number[] }[];
}

const file = new URL('../../../src/datasets/fixtures/python-random.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as PythonVector[];

for (const vector of vectors) {
  test(`Seed ${vector.seed} gives Python's numbers and samples, in both ways of sampling`, () => {
    const random = new MersenneTwister(BigInt(vector.seed));
    const words = Array.from({ length: 700 }, () => random.uint32());
    assert.deepEqual(words.slice(0, 4), vector.first_words);
    assert.equal(words[699], vector.word_700);
    for (const { size, count, sample } of vector.samples_after_700_words) {
      const population = Array.from({ length: size }, (_, index) => index);
      assert.deepEqual(pythonSample(random, population, count), sample, `${count} of ${size}`);
    }
  });
}

test('A seed goes through init_by_array, not through init_genrand', () => {
  // random.seed(5489); random.getrandbits(32) in Python; init_genrand(5489) would give 3499211612.
  assert.equal(new MersenneTwister(5489).uint32(), 3382763572);
});

test('A sample larger than the population is refused', () => {
  assert.throws(
    () => pythonSample(new MersenneTwister(1), ['a', 'b'], 3),
    (error) =>
      error instanceof AnalysisError && error.code === 'BAD_ARGUMENT' && /0 to 2/.test(error.message),
  );
});
