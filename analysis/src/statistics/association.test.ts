import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import {
  conditionalAssociation,
  leaveOnePositionOut,
  splitCovariance,
  withinGroupCorrelation,
} from './association.js';
import { assertClose, readFixture, rowsOf } from './fixtures/fixture.js';
import type { GroupStatistics } from './fixtures/rebuild-pooled.js';
import { rebuildPooled } from './fixtures/rebuild-pooled.js';
import type { PairedRow } from './paired-table.js';
import { centredColumns, rankWithinPositions } from './paired-table.js';
import { leastSquares } from './regression.js';

interface Reference {
  r: number;
  p: number;
}
const { conditional } = readFixture('associations.json') as {
  conditional: (Reference & {
    name: string;
    x: number[][];
    y: number[][];
    slope: number;
    leftOut: Record<'pooled' | 'withinPosition' | 'withinRow', Reference>[];
  })[];
};
const draws = { resamples: 200, seed: 1 };
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

for (const { name, x, y, r, p, slope, leftOut } of conditional) {
  const table = rowsOf({ x, y });

  test(`the conditional association agrees with a regression with row and position intercepts: ${name}`, () => {
    const found = conditionalAssociation(table, draws);
    assertClose(found.correlation.r, r, 1e-10, 'r');
    assertClose(found.correlation.p, p, 1e-10, 'p');
    assertClose(found.slope, slope, 1e-10, 'slope');
  });

  test(`of ranks, too, the slope is that of the line through the residuals (Frisch, Waugh, Lovell): ${name}`, () => {
    const ranks = rankWithinPositions(table);
    const residuals = centredColumns(ranks, 'both');
    const line = leastSquares(Array.from(residuals.x), Array.from(residuals.y));
    const { slope: found } = conditionalAssociation(ranks, draws);
    assert.ok(line !== null && found !== null);
    assert.ok(Math.abs(found - line.slope) < 1e-12, `${found} instead of ${line.slope}`);
  });

  test(`the correlations without each thought agree with mpmath: ${name}`, () => {
    const found = leaveOnePositionOut(table);
    assert.deepEqual(
      found.map(({ position }) => position),
      x[0]?.map((_, index) => index + 1),
    );
    for (const [index, without] of found.entries()) {
      for (const kind of ['pooled', 'withinPosition', 'withinRow'] as const) {
        const reference = leftOut[index]?.[kind];
        assert.ok(reference);
        assertClose(without[kind].r, reference.r, 1e-10, `${kind} r without ${index + 1}`);
        assertClose(without[kind].p, reference.p, 1e-10, `${kind} p without ${index + 1}`);
      }
    }
  });
}

test('what is a sum of a row and a position part leaves nothing over, whatever rounding does', () => {
  const [rows, positions] = [
    [0.1, 0.7, 1.3, 2.2, 0.35, 1e6],
    [0.3, 0.11, 0.9],
  ];
  const table: PairedRow[] = rows.map((row, index) => ({
    x: positions.map((position) => row + position),
    y: [index, 1, index * index],
  }));
  const found = conditionalAssociation(table, draws);
  assert.equal(found.correlation.reason, 'x is constant within rows and positions');
  assert.equal(found.slope, null);
  assert.equal(found.interval.reason, 'x or y is constant in too many resamples');
  assert.equal(found.permutation.reason, 'x or y is constant within groups');
});

test('one row, one position or two of each leave no degree of freedom', () => {
  const row = (...x: number[]): PairedRow => ({ x, y: [...x].reverse() });
  for (const table of [[], [row(1, 2, 5)], [row(1), row(2), row(4)], [row(1, 2), row(4, 3)]]) {
    const { correlation, interval } = conditionalAssociation(table, draws);
    assert.match(correlation.reason ?? '', /^too few pairs within rows and positions/);
    assert.equal(interval.interval, null);
  }
  assert.deepEqual(leaveOnePositionOut([]), []);
});

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

// The origin's published file: statistics of six positions over 100 problems each, and the pooled r of its rows.
const published = readFixture('published_summary_statistics.json') as {
  overall_correlation: Record<'layer_14', { r: number; p: number }>;
  per_token: Record<
    string,
    {
      importance_mean: number;
      importance_std: number;
      attention_mean: number;
      attention_std: number;
      correlation: number;
    }
  >;
};
const groups = Object.values(published.per_token).map((token) => ({
  n: 100,
  meanX: token.attention_mean,
  sdX: token.attention_std,
  meanY: token.importance_mean,
  sdY: token.importance_std,
  r: token.correlation,
}));

test("the origin's pooled layer-14 r and p follow from its per-token table", () => {
  const { pooled } = rebuildPooled(groups);
  assert.equal(published.overall_correlation.layer_14.r, 0.18737897911243134);
  assertClose(pooled.r, 0.18737897911243134, 1e-10, 'r');
  assertClose(pooled.p, published.overall_correlation.layer_14.p, 1e-9, 'p');
});

test('110 % of its covariance lies between positions; within them the sign is the other one', () => {
  const { within, shares } = rebuildPooled(groups);
  assert.equal(within.r.toFixed(3), '-0.059');
  assert.equal(shares.between.toFixed(2), '1.10');
  assert.equal(shares.within.toFixed(2), '-0.10');
});

test('without "token 5" its pooled r is negative', () => {
  assert.equal(rebuildPooled(groups.slice(0, 5)).pooled.r.toFixed(3), '-0.110');
});
