import assert from 'node:assert/strict';
import { test } from 'node:test';

import { gaussianVector } from './gaussian.js';

const COUNT = 200_000;
const numbers = gaussianVector('a key', COUNT);
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the numbers have the moments and the tails of a standard normal', () => {
  // Five standard errors of each share or moment at this count.
  const near = (found: number, expected: number, deviation: number): void => {
    assert.ok(Math.abs(found - expected) < (5 * deviation) / Math.sqrt(COUNT), `${found}, not ${expected}`);
  };
  near(mean(numbers), 0, 1);
  near(mean(numbers.map((value) => value ** 2)), 1, Math.sqrt(2));
  near(mean(numbers.map((value) => value ** 3)), 0, Math.sqrt(15));
  near(mean(numbers.map((value) => value ** 4)), 3, Math.sqrt(96));
  for (const [bound, share] of [
    [1, 0.158655],
    [2, 0.02275],
    [3, 0.00135],
  ] as const) {
    near(mean(numbers.map((value) => Number(value > bound))), share, Math.sqrt(share * (1 - share)));
  }
});

test('neighbours and vectors of other keys are independent', () => {
  const product = (other: Float64Array): number => mean(numbers.map((value, at) => value * (other[at] ?? 0)));
  const bound = 5 / Math.sqrt(COUNT);
  assert.ok(Math.abs(product(numbers.slice(1))) < bound);
  assert.ok(Math.abs(product(numbers.slice(2))) < bound);
  assert.ok(Math.abs(product(gaussianVector('another key', COUNT))) < bound);
});

test('the same key gives the same numbers, a shorter vector their beginning', () => {
  assert.deepEqual(gaussianVector('a key', 1000), numbers.slice(0, 1000));
  assert.equal(gaussianVector('a key', 7).length, 7);
});
