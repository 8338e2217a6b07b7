import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { auc, bootstrapAuc } from './auc.js';
import { clustersNeeded, designEffect, effectiveRows, intraclassCorrelation } from './clustering.js';
import { assertClose, assertEnds, readFixture, rowsOf } from './fixtures/fixture.js';

const { intraclass } = readFixture('tests.json') as { intraclass: { rows: number[][]; value: number }[] };

test('the intraclass correlation agrees with the F of a one-way analysis of variance', () => {
  for (const { rows, value } of intraclass) {
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

test('600 rows of six a problem are worth 400, 240 and 171 independent ones', () => {
  for (const [correlation, rows] of [
    [0.1, 400],
    [0.3, 240],
    [0.5, 171],
  ] as const) {
    assert.equal(Math.round(effectiveRows(600, 6, correlation).rows ?? NaN), rows);
  }
  assert.equal(clustersNeeded(240, 6, 0.3), 100);
  assert.equal(designEffect(1, 0.9), 1);
  assert.equal(effectiveRows(10, 2, -1).rows, null);
  assert.throws(() => designEffect(6, -0.3), AnalysisError);
});

const { auc: cases } = readFixture('tests.json') as {
  auc: { name: string; scores: number[]; outcomes: number[]; auc: number; p: number }[];
};
const { small } = readFixture('associations.json') as {
  small: {
    x: number[][];
    outcomes: number[][];
    intervals: { auc: Record<'percentile' | 'bca', [number, number]> };
  };
};

for (const { name, scores, outcomes, ...reference } of cases) {
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

for (const method of ['percentile', 'bca'] as const) {
  test(`the ${method} interval of the AUC over all 3,125 resamples of five problems is numpy's`, () => {
    const rows = rowsOf({ x: small.x, y: small.outcomes });
    assertEnds(bootstrapAuc(rows, 'every', { method, level: 0.9 }), small.intervals.auc[method], 'AUC');
  });
}
