import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { auc, bootstrapAuc } from './auc.js';
import { assertClose, assertEnds, readFixture, rowsOf } from './fixtures/fixture.js';

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
