import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { splitCovariance } from './covariance-split.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import type { GroupStatistics } from './rebuild-pooled.js';
import { rebuildPooled } from './rebuild-pooled.js';
import { withinGroupCorrelation } from './within-group.js';

const { within: cases } = readFixture('expected.json') as {
  within: {
    name: string;
    x: number[];
    y: number[];
    groups: number[];
    r: number;
    p: number;
    pooled: { r: number; p: number };
    between: number;
    within: number;
    strongest: number;
    statistics: GroupStatistics[];
  }[];
};

for (const { name, x, y, groups, ...expected } of cases) {
  test(`the within-group correlation agrees with a regression with group intercepts: ${name}`, () => {
    const found = withinGroupCorrelation(x, y, groups);
    assertClose(found.r, expected.r, 1e-10, 'r');
    assertClose(found.p, expected.p, 1e-10, 'p');
  });

  test(`the covariance splits into shares that sum to 1: ${name}`, () => {
    const split = splitCovariance(x, y, groups);
    assertClose(split.between, expected.between, 1e-10, 'between');
    assertClose(split.within, expected.within, 1e-10, 'within');
    assert.equal(split.strongestGroup, expected.strongest);
  });

  test(`the pooled and within-group r follow from the statistics of the groups: ${name}`, () => {
    const rebuilt = rebuildPooled(expected.statistics);
    assertClose(rebuilt.pooled.r, expected.pooled.r, 1e-10, 'pooled r');
    assertClose(rebuilt.pooled.p, expected.pooled.p, 1e-10, 'pooled p');
    assertClose(rebuilt.within.r, expected.r, 1e-10, 'within r');
    assertClose(rebuilt.within.p, expected.p, 1e-10, 'within p');
    assertClose(rebuilt.shares.between, expected.between, 1e-10, 'between');
  });
}

test('what is constant in every group has no within-group correlation, whatever the groups', () => {
  const found = withinGroupCorrelation(
    [0.1, 0.1, 0.1, 0.7, 0.7, 0.7],
    [1, 2, 3, 4, 6, 5],
    [1, 1, 1, 2, 2, 2],
  );
  assert.deepEqual(found, { r: null, p: null, n: 6, reason: 'x is constant within groups' });
});

test('without a degree of freedom left there is no within-group correlation', () => {
  const found = withinGroupCorrelation([1, 2, 4, 3], [1, 2, 3, 5], [1, 1, 2, 3]);
  assert.deepEqual(found, { r: null, p: null, n: 4, reason: 'too few pairs within groups (n = 4)' });
});

test('a covariance of zero has no shares', () => {
  const split = splitCovariance([0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 2, 2]);
  assert.deepEqual(split, {
    between: null,
    within: null,
    reason: 'the pooled covariance is zero',
    strongestGroup: null,
  });
});

test('one group name for each pair is asked for', () => {
  assert.throws(() => withinGroupCorrelation([1, 2, 3], [1, 2, 3], [1, 1]), AnalysisError);
  assert.throws(() => splitCovariance([1, 2, 3], [1, 2, 3], [1, 1]), AnalysisError);
});
