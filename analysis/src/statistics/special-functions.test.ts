import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { incompleteBeta, logGamma } from './special-functions.js';

const expected = readFixture('expected.json') as {
  beta: { a: number; b: number; x: number; value: number }[];
  log_gamma: { x: number; value: number }[];
};
const { beta: ends } = readFixture('distributions.json') as { beta: typeof expected.beta };

test('the incomplete beta function agrees with mpmath to 1e-10, tails included', () => {
  assert.ok(expected.beta.length > 50 && expected.beta.some(({ value }) => value < 1e-200));
  for (const { a, b, x, value } of expected.beta) {
    assertClose(incompleteBeta(a, b, x), value, 1e-10, `I_${x}(${a}, ${b})`);
  }
});

test('the incomplete beta function agrees with mpmath for tiny and for large parameters', () => {
  for (const { a, b, x, value } of ends) {
    assertClose(incompleteBeta(a, b, x), value, 1e-10, `I_${x}(${a}, ${b})`);
  }
});

test('the ends of the incomplete beta function are 0 and 1, and outside there is an error', () => {
  assert.equal(incompleteBeta(2, 3, 0), 0);
  assert.equal(incompleteBeta(2, 3, 1), 1);
  assert.throws(() => incompleteBeta(2, 3, 1.5), AnalysisError);
  assert.throws(() => incompleteBeta(0, 3, 0.5), AnalysisError);
});

test('ln Gamma agrees with mpmath', () => {
  for (const { x, value } of expected.log_gamma) assertClose(logGamma(x), value, 1e-13, `ln Gamma(${x})`);
});
