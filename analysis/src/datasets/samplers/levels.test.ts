import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { AnalysisError } from '../../words/errors.js';
import { difficultyOf } from '../../words/thought.js';
import type { Problem } from '../problem.js';
import { TEST_COUNTS, equalCounts, sampleLevels, seededSampler } from './levels.js';
import { pythonSampler } from './python.js';

/** The ids and steps of the origin's 1,000 problems, and the samples that Python (random, hashlib) draws from them. */
interface OriginSample {
  readonly pool: readonly (readonly [id: string, steps: number])[];
  readonly python_25_seed_42: readonly string[];
  readonly python_test_seed_42: readonly string[];
  readonly seeded_25_seed_42: readonly string[];
  readonly seeded_25_seed_7: readonly string[];
}

const file = new URL('../../../src/datasets/fixtures/origin-sample.json', import.meta.url);
const origin = JSON.parse(readFileSync(file, 'utf8')) as OriginSample;
const pool = origin.pool.map(([id, steps]): Problem => ({
  gsm8k_id: id,
  question: 'How many?',
  answer: 1,
  reasoning_steps: steps,
  difficulty: difficultyOf(steps),
}));
const ids = (problems: readonly Problem[]): string[] => problems.map((problem) => problem.gsm8k_id);

test("The python sampler draws the origin's 100 problems and its ten of the test mode", () => {
  assert.deepEqual(
    ids(sampleLevels(pool, equalCounts(25), pythonSampler(42), 'pool')),
    origin.python_25_seed_42,
  );
  assert.deepEqual(
    ids(sampleLevels(pool, TEST_COUNTS, pythonSampler(42), 'pool')),
    origin.python_test_seed_42,
  );
});

test('The seeded sampler takes the lowest SHA-256 ranks, whatever the order of the pool', () => {
  for (const order of [pool, pool.toReversed()]) {
    const sample = (seed: number): string[] =>
      ids(sampleLevels(order, equalCounts(25), seededSampler(seed), 'pool'));
    assert.deepEqual(sample(42), origin.seeded_25_seed_42);
    assert.deepEqual(sample(7), origin.seeded_25_seed_7);
  }
});

test('A smaller seeded sample is a part of a larger one', () => {
  const large = new Set(ids(sampleLevels(pool, equalCounts(25), seededSampler(42), 'pool')));
  const small = ids(sampleLevels(pool, TEST_COUNTS, seededSampler(42), 'pool'));
  assert.equal(small.length, 10);
  for (const id of small) assert.ok(large.has(id), id);
});

test('A level with too few problems is refused with the number that there is', () => {
  assert.throws(
    () => sampleLevels(pool.slice(0, 450), equalCounts(60), seededSampler(1), 'problems.json'),
    (error) =>
      error instanceof AnalysisError &&
      error.code === 'BAD_DATASET' &&
      error.message.startsWith('problems.json has too few problems: 50 of level 5+step (60 are asked for)'),
  );
});
