import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture, rowsOf } from './fixtures/fixture.js';
import { permuteAmongRows, permuteWithinPositions, permuteWithinRows } from './permutation.js';

interface Table {
  x: number[][];
  y: number[][];
}
const { permutation } = readFixture('expected.json') as {
  permutation: Table & { among_rows: number; within_positions: number; within_rows: number };
};
const { small } = readFixture('associations.json') as {
  small: Table & { among_rows_both: number; within_positions_of_four: number };
};
const six = rowsOf(permutation);
const five = rowsOf(small);
const resampling = { resamples: 20_000, seed: 42 };

test('with every arrangement a permutation p is exact', () => {
  assert.equal(permuteAmongRows(six, 'every').p, permutation.among_rows);
  assert.equal(permuteWithinRows(six, 'every').p, permutation.within_rows);
  assertClose(permuteAmongRows(five, 'every', 'both').p, small.among_rows_both, 1e-12, 'within both');
  const slots = permuteWithinPositions(five.slice(0, 4), 'every').p;
  assertClose(slots, small.within_positions_of_four, 1e-12, 'within positions');
});

test('permutation p comes within four standard errors of all 720, all 720^3 and all 46,656 arrangements', () => {
  for (const [found, exact] of [
    [permuteAmongRows(six, resampling).p, permutation.among_rows],
    [permuteWithinPositions(six, resampling).p, permutation.within_positions],
    [permuteWithinRows(six, resampling).p, permutation.within_rows],
  ] as const) {
    assert.ok(found !== null);
    const standardError = Math.sqrt((exact * (1 - exact)) / resampling.resamples);
    assert.ok(Math.abs(found - exact) < 4 * standardError, `${found} instead of ${exact}`);
  }
});

test('constant and no rows give null with a reason', () => {
  const row = { x: [1, 1], y: [0, 1] };
  assert.equal(permuteAmongRows([row, row], resampling).reason, 'x or y is constant within groups');
  assert.equal(permuteWithinRows([], resampling).reason, 'x or y is constant within groups');
});

test('rows of different width are an error', () => {
  const rows = [
    { x: [1, 2], y: [1, 2] },
    { x: [1], y: [1] },
  ];
  assert.throws(() => permuteAmongRows(rows, resampling), AnalysisError);
});

test('what cannot be counted in a moment is refused', () => {
  assert.throws(() => permuteAmongRows([...five, ...five], 'every'), AnalysisError);
});
