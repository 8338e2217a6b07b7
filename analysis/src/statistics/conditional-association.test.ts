import assert from 'node:assert/strict';
import { test } from 'node:test';

import { conditionalAssociation } from './conditional-association.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { leaveOnePositionOut } from './leave-one-position-out.js';
import type { PairedRow } from './paired-table.js';
import { centredColumns } from './paired-table.js';
import { rankWithinPositions } from './rank-within-positions.js';
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

for (const { name, x, y, r, p, slope, leftOut } of conditional) {
  const table = x.map((values, row) => ({ x: values, y: y[row] ?? [] }));

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
