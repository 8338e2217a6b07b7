import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import {
  binomialLowerTail,
  binomialProbability,
  chiSquareUpperTail,
  normalQuantile,
  normalTwoSidedP,
  normalUpperTail,
  studentQuantile,
  studentUpperTail,
  twoSidedP,
} from './distributions.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { incompleteBeta, logGamma } from './special-functions.js';

const expected = readFixture('distributions.json') as {
  normal: { z: number; upper: number; twoSided: number }[];
  normal_quantiles: { p: number; z: number }[];
  student: { t: number; df: number; upper: number }[];
  student_quantiles: { p: number; df: number; t: number }[];
  chi_square: { x: number; df: number; upper: number }[];
  binomial: { k: number; n: number; p: number; probability: number; lower: number }[];
};
const { student_t: twoSided } = readFixture('expected.json') as {
  student_t: { t: number; df: number; p: number }[];
};
const TOLERANCE = 1e-10;

test('the references of every distribution reach 1e-190 or less', () => {
  const tails = {
    normal: expected.normal.map(({ upper }) => upper),
    student: expected.student.map(({ upper }) => upper),
    chiSquare: expected.chi_square.map(({ upper }) => upper),
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

test("Student's t agrees with mpmath to 1e-10, down to 1e-121 and for fractional degrees of freedom", () => {
  for (const { t, df, p } of twoSided) assertClose(twoSidedP(t, df), p, 1e-10, `t = ${t}, df = ${df}`);
});

test('chi-square tails agree with mpmath', () => {
  for (const { x, df, upper } of expected.chi_square) {
    assertClose(chiSquareUpperTail(x, df), upper, TOLERANCE, `chi-square ${x}, df ${df}`);
  }
});

test('binomial probabilities and tails agree with mpmath at any rate', () => {
  for (const { k, n, p, probability, lower } of expected.binomial) {
    const name = `${k} of ${n} at ${p}`;
    assertClose(binomialProbability(k, n, p), probability, TOLERANCE, `P(X = k), ${name}`);
    assertClose(binomialLowerTail(k, n, p), lower, TOLERANCE, `P(X <= k), ${name}`);
  }
});

test('the ends are exact: no cases, rates 0 and 1, infinite statistics', () => {
  assert.equal(binomialLowerTail(0, 0, 0.3), 1);
  for (const [k, n, p, probability, lower] of [
    [0, 7, 0, 1, 1],
    [7, 7, 1, 1, 1],
    [2, 7, 0, 0, 1],
  ] as const) {
    assert.deepEqual([binomialProbability(k, n, p), binomialLowerTail(k, n, p)], [probability, lower]);
  }
  assert.equal(normalUpperTail(Infinity), 0);
  assert.equal(normalUpperTail(-Infinity), 1);
  assert.equal(chiSquareUpperTail(Infinity, 3), 0);
  assert.equal(studentUpperTail(Infinity, 4), 0);
});

test('what is no probability is an error, never NaN', () => {
  for (const binomial of [binomialProbability, binomialLowerTail]) {
    assert.throws(() => binomial(3, 2, 0.5), AnalysisError);
    assert.throws(() => binomial(1, 2, 1.5), AnalysisError);
  }
  assert.throws(() => normalQuantile(0), AnalysisError);
  assert.throws(() => studentQuantile(1, 3), AnalysisError);
  assert.throws(() => chiSquareUpperTail(-1, 3), AnalysisError);
  assert.throws(() => chiSquareUpperTail(NaN, 3), AnalysisError);
});

const special = readFixture('expected.json') as {
  beta: { a: number; b: number; x: number; value: number }[];
  log_gamma: { x: number; value: number }[];
};
const { beta: ends } = readFixture('distributions.json') as { beta: typeof special.beta };

test('the incomplete beta function agrees with mpmath to 1e-10, tails included', () => {
  assert.ok(special.beta.length > 50 && special.beta.some(({ value }) => value < 1e-200));
  for (const { a, b, x, value } of special.beta) {
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
  for (const { x, value } of special.log_gamma) assertClose(logGamma(x), value, 1e-13, `ln Gamma(${x})`);
});
