import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { benjaminiHochberg, holm } from './multiple-testing.js';
import { cochranQ, mcnemarExact, wilson95 } from './rates.js';

const { wilson, mcnemar } = readFixture('expected.json') as {
  wilson: { successes: number; n: number; interval: [number, number] }[];
  mcnemar: { first: number; second: number; p: number }[];
};
const { cochran } = readFixture('tests.json') as {
  cochran: { name: string; rows: number[][]; q: number; p: number; exact: number | null }[];
};

test("Wilson's interval agrees with statsmodels and mpmath, with no and with only successes too", () => {
  for (const { successes, n, interval } of wilson) {
    const found = wilson95(successes, n);
    assert.ok(found.interval !== null);
    assert.equal(found.rate, successes / n);
    for (const end of [0, 1] as const) {
      assertClose(found.interval[end], interval[end], 1e-10, `${successes} of ${n}, end ${end}`);
    }
  }
});

test('a rate of no cases is null with a reason; an impossible one is an error', () => {
  assert.deepEqual(wilson95(0, 0), { successes: 0, n: 0, rate: null, interval: null, reason: 'no cases' });
  assert.throws(() => wilson95(3, 2), AnalysisError);
  assert.throws(() => wilson95(-1, 2), AnalysisError);
  assert.throws(() => wilson95(0.5, 2), AnalysisError);
});

test('the exact McNemar test agrees with statsmodels', () => {
  for (const { first, second, p } of mcnemar) {
    assertClose(mcnemarExact(first, second), p, 1e-10, `${first} against ${second}`);
  }
  assert.throws(() => mcnemarExact(-1, 3), AnalysisError);
});

for (const { name, rows, ...reference } of cochran) {
  test(`Cochran's Q agrees with mpmath, its exact p with all arrangements: ${name}`, () => {
    const found = cochranQ(rows);
    assertClose(found.q, reference.q, 1e-12, 'Q');
    assertClose(found.p, reference.p, 1e-10, 'p');
    if (reference.exact !== null) assertClose(found.exact.p, reference.exact, 1e-12, 'exact p');
  });
}

test("for two conditions the exact p of Cochran's Q is McNemar's", () => {
  for (const [first, second] of [
    [7, 2],
    [30, 12],
    [5, 5],
  ] as const) {
    const rows = [...Array<number[]>(first).fill([1, 0]), ...Array<number[]>(second).fill([0, 1])];
    assertClose(cochranQ(rows).exact.p, mcnemarExact(first, second), 1e-12, `${first} against ${second}`);
  }
});

test("Cochran's Q names what it lacks: cases, conditions, differences, or the time to count all arrangements", () => {
  assert.equal(cochranQ([]).reason, 'no cases');
  assert.equal(cochranQ([[1], [0]]).reason, 'fewer than 2 conditions');
  assert.deepEqual(
    cochranQ([
      [1, 1],
      [0, 0],
    ]),
    {
      q: null,
      degrees: null,
      p: null,
      exact: { p: null, reason: 'no case differs between conditions' },
      n: 2,
      informative: 0,
      reason: 'no case differs between conditions',
    },
  );
  const many = cochranQ(Array<number[]>(1000).fill([1, 0, 1, 0, 1, 0]));
  assert.equal(many.exact.reason, 'too many arrangements of 1000 cases under 6 conditions');
  assert.ok(many.q !== null);
  assert.throws(() => cochranQ([[1, 0], [1]]), AnalysisError);
  assert.throws(() => cochranQ([[1, 2]]), AnalysisError);
});

const family = (readFixture('expected.json') as { holm: { p: number[]; adjusted: number[] } }).holm;
const { benjamini_hochberg: families } = readFixture('tests.json') as {
  benjamini_hochberg: { p: number[]; adjusted: number[] }[];
};

test("Holm's adjustment agrees with statsmodels, ties included", () => {
  for (const [index, p] of holm(family.p).entries()) {
    assertClose(p, family.adjusted[index] ?? NaN, 1e-12, `p ${index}`);
  }
  assert.deepEqual(holm([]), []);
});

test("Benjamini and Hochberg's adjustment agrees with scipy, with ties, ones and 1e-200", () => {
  for (const { p, adjusted } of families) {
    for (const [index, found] of benjaminiHochberg(p).entries()) {
      assertClose(found, adjusted[index] ?? NaN, 1e-12, `p ${index} of ${p.length}`);
    }
  }
  assert.deepEqual(benjaminiHochberg([]), []);
  assert.throws(() => benjaminiHochberg([0.1, NaN]), AnalysisError);
});
