import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { clustersNeeded, designEffect, effectiveRows, intraclassCorrelation } from './clustering.js';
import { assertClose, readFixture } from './fixtures/fixture.js';

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
