import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { auc } from './auc.js';
import { benjaminiHochberg } from './benjamini-hochberg.js';
import { cochranQ } from './cochran.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { intraclassCorrelation } from './intraclass-correlation.js';
import { mcnemarExact } from './mcnemar.js';

const expected = readFixture('tests.json') as {
  benjamini_hochberg: { p: number[]; adjusted: number[] }[];
  auc: { name: string; scores: number[]; outcomes: number[]; auc: number; p: number }[];
  cochran: { name: string; rows: number[][]; q: number; p: number; exact: number | null }[];
  intraclass: { rows: number[][]; value: number }[];
};

test("Benjamini and Hochberg's adjustment agrees with scipy, with ties, ones and 1e-200", () => {
  for (const { p, adjusted } of expected.benjamini_hochberg) {
    for (const [index, found] of benjaminiHochberg(p).entries()) {
      assertClose(found, adjusted[index] ?? NaN, 1e-12, `p ${index} of ${p.length}`);
    }
  }
  assert.deepEqual(benjaminiHochberg([]), []);
  assert.throws(() => benjaminiHochberg([0.1, NaN]), AnalysisError);
});

for (const { name, scores, outcomes, ...reference } of expected.auc) {
  test(`AUC and its Mann-Whitney p agree with scipy and mpmath: ${name}`, () => {
    const found = auc(scores, outcomes);
    assertClose(found.auc, reference.auc, 1e-12, 'auc');
    assertClose(found.p, reference.p, 1e-10, 'p');
  });
}

test('without both kinds of outcome there is no AUC', () => {
  assert.deepEqual(auc([1, 2], [0, 0]), {
    auc: null,
    p: null,
    positives: 0,
    negatives: 2,
    reason: 'no case has the outcome',
  });
  assert.equal(auc([1, 2], [1, 1]).reason, 'every case has the outcome');
  assert.equal(auc([], []).reason, 'no case has the outcome');
  assert.throws(() => auc([1, 2], [0, 0.5]), AnalysisError);
});

for (const { name, rows, ...reference } of expected.cochran) {
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

test('the intraclass correlation agrees with the F of a one-way analysis of variance', () => {
  for (const { rows, value } of expected.intraclass) {
    assertClose(intraclassCorrelation(rows).value, value, 1e-10, `${rows.length} clusters`);
  }
  const like = [
    [1, 1],
    [3, 3],
  ];
  assert.equal(intraclassCorrelation(like).value, 1);
  assert.equal(intraclassCorrelation([[0.1, 0.1]]).reason, 'fewer than 2 clusters');
  assert.equal(intraclassCorrelation([[1], [2]]).reason, 'fewer than 2 rows a cluster');
  assert.equal(
    intraclassCorrelation([
      [0.1, 0.1],
      [0.1, 0.1],
    ]).reason,
    'all values are equal',
  );
  assert.throws(() => intraclassCorrelation([[1, 2], [1]]), AnalysisError);
});
