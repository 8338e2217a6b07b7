import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { binomialLowerTail, binomialProbability, binomialTest, binomialUpperTail } from './binomial.js';
import { chiSquareUpperTail } from './chi-square.js';
import { fUpperTail } from './f-distribution.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { incompleteBeta } from './incomplete-beta.js';
import { normalQuantile, normalTwoSidedP, normalUpperTail } from './normal.js';
import { studentQuantile, studentUpperTail } from './student-t.js';

const expected = readFixture('distributions.json') as {
  normal: { z: number; upper: number; twoSided: number }[];
  normal_quantiles: { p: number; z: number }[];
  student: { t: number; df: number; upper: number }[];
  student_quantiles: { p: number; df: number; t: number }[];
  chi_square: { x: number; df: number; upper: number }[];
  f: { f: number; numerator: number; denominator: number; upper: number }[];
  beta: { a: number; b: number; x: number; value: number }[];
  binomial: {
    k: number;
    n: number;
    p: number;
    probability: number;
    lower: number;
    upper: number;
    twoSided: number;
  }[];
};
const TOLERANCE = 1e-10;

test('the references of every distribution reach 1e-190 or less', () => {
  const tails = {
    normal: expected.normal.map(({ upper }) => upper),
    student: expected.student.map(({ upper }) => upper),
    chiSquare: expected.chi_square.map(({ upper }) => upper),
    f: expected.f.map(({ upper }) => upper),
    binomial: expected.binomial.map(({ lower }) => lower),
  };
  for (const [name, values] of Object.entries(tails)) {
    assert.ok(Math.min(...values.filter((value) => value > 0)) < 1e-190, name);
  }
});

test('normal tails and quantiles agree with mpmath', () => {
  for (const { z, upper, twoSided } of expected.normal) {
    assertClose(normalUpperTail(z), upper, TOLERANCE, `P(Z > ${z})`);
    assertClose(normalTwoSidedP(z), twoSided, TOLERANCE, `P(|Z| > |${z}|)`);
  }
  for (const { p, z } of expected.normal_quantiles) {
    assertClose(normalQuantile(p), z, TOLERANCE, `quantile ${p}`);
  }
  assert.equal(normalQuantile(0.5) + 0, 0);
});

test("Student's tails and quantiles agree with mpmath, for fractional degrees of freedom too", () => {
  for (const { t, df, upper } of expected.student) {
    assertClose(studentUpperTail(t, df), upper, TOLERANCE, `P(T > ${t}), df ${df}`);
  }
  for (const { p, df, t } of expected.student_quantiles) {
    assertClose(studentQuantile(p, df), t, TOLERANCE, `quantile ${p}, df ${df}`);
  }
});

test('chi-square and F tails agree with mpmath', () => {
  for (const { x, df, upper } of expected.chi_square) {
    assertClose(chiSquareUpperTail(x, df), upper, TOLERANCE, `chi-square ${x}, df ${df}`);
  }
  for (const { f, numerator, denominator, upper } of expected.f) {
    assertClose(
      fUpperTail(f, numerator, denominator),
      upper,
      TOLERANCE,
      `F ${f}, ${numerator}, ${denominator}`,
    );
  }
});

test('the incomplete beta function agrees with mpmath for tiny and for large parameters', () => {
  for (const { a, b, x, value } of expected.beta) {
    assertClose(incompleteBeta(a, b, x), value, TOLERANCE, `I_${x}(${a}, ${b})`);
  }
});

test('binomial probabilities, tails and the two-sided test agree with mpmath at any rate', () => {
  for (const { k, n, p, probability, lower, upper, twoSided } of expected.binomial) {
    const name = `${k} of ${n} at ${p}`;
    assertClose(binomialProbability(k, n, p), probability, TOLERANCE, `P(X = k), ${name}`);
    assertClose(binomialLowerTail(k, n, p), lower, TOLERANCE, `P(X <= k), ${name}`);
    assertClose(binomialUpperTail(k, n, p), upper, TOLERANCE, `P(X >= k), ${name}`);
    assertClose(binomialTest(k, n, p), twoSided, TOLERANCE, `two-sided, ${name}`);
  }
});

test('the ends are exact: no cases, rates 0 and 1, infinite statistics', () => {
  assert.equal(binomialTest(0, 0, 0.3), 1);
  assert.equal(binomialTest(0, 7, 0), 1);
  assert.equal(binomialTest(7, 7, 1), 1);
  assert.equal(binomialTest(2, 7, 0), 0);
  assert.equal(normalUpperTail(Infinity), 0);
  assert.equal(normalUpperTail(-Infinity), 1);
  assert.equal(chiSquareUpperTail(Infinity, 3), 0);
  assert.equal(fUpperTail(Infinity, 3, 4), 0);
  assert.equal(studentUpperTail(Infinity, 4), 0);
});

test('what is no probability is an error, never NaN', () => {
  assert.throws(() => binomialTest(3, 2, 0.5), AnalysisError);
  assert.throws(() => binomialTest(1, 2, 1.5), AnalysisError);
  assert.throws(() => normalQuantile(0), AnalysisError);
  assert.throws(() => studentQuantile(1, 3), AnalysisError);
  assert.throws(() => chiSquareUpperTail(-1, 3), AnalysisError);
  assert.throws(() => chiSquareUpperTail(NaN, 3), AnalysisError);
});
