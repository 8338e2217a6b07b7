import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { averageRanks, pearson, spearman } from './correlation.js';
import { assertClose, readFixture } from './fixtures/fixture.js';

interface Reference {
  r: number;
  p: number;
}
const expected = readFixture('expected.json') as {
  pairs: { name: string; x: number[]; y: number[]; pearson: Reference; spearman: Reference }[];
  ranks: { values: number[]; ranks: number[] };
};

for (const { name, x, y, pearson: product, spearman: rank } of expected.pairs) {
  test(`Pearson and Spearman agree with scipy and mpmath to 1e-10: ${name}`, () => {
    for (const [found, reference] of [
      [pearson(x, y), product],
      [spearman(x, y), rank],
    ] as const) {
      assertClose(found.r, reference.r, 1e-10, 'r');
      assertClose(found.p, reference.p, 1e-10, 'p');
      assert.equal(found.n, x.length);
      assert.equal(found.reason, null);
    }
  });
}

test('the references reach p below 1e-150, and one below the smallest double', () => {
  const tails = expected.pairs.map((pair) => pair.pearson.p);
  assert.ok(tails.some((p) => p > 0 && p < 1e-150));
  assert.ok(tails.includes(0));
});

test('ties share the average of their ranks', () => {
  assert.deepEqual(averageRanks(expected.ranks.values), expected.ranks.ranks);
});

test('a constant column gives null with a reason, also one that is not a binary fraction', () => {
  const constant = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1];
  const varied = [1, 2, 3, 4, 6, 5];
  assert.deepEqual(pearson(constant, varied), { r: null, p: null, n: 6, reason: 'x is constant' });
  assert.deepEqual(pearson(varied, constant), { r: null, p: null, n: 6, reason: 'y is constant' });
  assert.deepEqual(spearman(constant, constant), { r: null, p: null, n: 6, reason: 'x and y are constant' });
});

test('fewer than three pairs give null with a reason', () => {
  assert.deepEqual(pearson([1, 2], [3, 5]), { r: null, p: null, n: 2, reason: 'fewer than 3 pairs (n = 2)' });
  assert.equal(pearson([], []).reason, 'fewer than 3 pairs (n = 0)');
});

test('a perfect line has r = 1 or -1 and p = 0', () => {
  const x = [0.1, 0.2, 0.4, 0.7, 0.3];
  assert.deepEqual(
    pearson(
      x,
      x.map((v) => 3 * v + 1),
    ),
    { r: 1, p: 0, n: 5, reason: null },
  );
  assert.deepEqual(
    pearson(
      x,
      x.map((v) => -v / 7),
    ),
    { r: -1, p: 0, n: 5, reason: null },
  );
});

test('lists of different length and values that are not finite are errors', () => {
  assert.throws(() => pearson([1, 2, 3], [1, 2]), AnalysisError);
  assert.throws(() => pearson([1, 2, NaN], [1, 2, 3]), AnalysisError);
  assert.throws(() => spearman([1, 2, 3], [1, Infinity, 3]), AnalysisError);
});
