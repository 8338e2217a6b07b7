import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { incompleteBeta } from './incomplete-beta.js';
import { logGamma } from './log-beta.js';
import { twoSidedP } from './student-t.js';

const expected = readFixture('expected.json') as {
  beta: { a: number; b: number; x: number; value: number }[];
  log_gamma: { x: number; value: number }[];
  student_t: { t: number; df: number; p: number }[];
};

test('the incomplete beta function agrees with mpmath to 1e-10, tails included', () => {
  assert.ok(expected.beta.length > 50 && expected.beta.some(({ value }) => value < 1e-200));
  for (const { a, b, x, value } of expected.beta) {
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

test("Student's t agrees with mpmath to 1e-10, down to 1e-121 and for fractional degrees of freedom", () => {
  for (const { t, df, p } of expected.student_t)
    assertClose(twoSidedP(t, df), p, 1e-10, `t = ${t}, df = ${df}`);
});
