import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { bootstrapCorrelation } from './bootstrap-correlation.js';
import { readFixture } from './fixtures/fixture.js';
import type { PairedRow } from './paired-table.js';
import { permuteAmongRows, permuteWithinPositions, permuteWithinRows } from './permutation.js';

interface Table {
  x: number[][];
  y: number[][];
}
const expected = readFixture('expected.json') as {
  permutation: Table & { among_rows: number; within_positions: number; within_rows: number };
  bootstrap: Table & { pooled: [number, number]; within: [number, number] };
};
const rowsOf = (table: Table): PairedRow[] => table.x.map((x, row) => ({ x, y: table.y[row] ?? [] }));
const resampling = { resamples: 20_000, seed: 42 };

test('permutation p comes within four standard errors of all 720, all 720^3 and all 46,656 arrangements', () => {
  const rows = rowsOf(expected.permutation);
  for (const [found, exact] of [
    [permuteAmongRows(rows, resampling).p, expected.permutation.among_rows],
    [permuteWithinPositions(rows, resampling).p, expected.permutation.within_positions],
    [permuteWithinRows(rows, resampling).p, expected.permutation.within_rows],
  ] as const) {
    assert.ok(found !== null);
    const standardError = Math.sqrt((exact * (1 - exact)) / resampling.resamples);
    assert.ok(Math.abs(found - exact) < 4 * standardError, `${found} instead of ${exact}`);
  }
});

test('the bootstrap over rows ends where 40,000 resamples of numpy end', () => {
  const rows = rowsOf(expected.bootstrap);
  for (const [centring, reference] of [
    ['all', expected.bootstrap.pooled],
    ['position', expected.bootstrap.within],
  ] as const) {
    const { interval } = bootstrapCorrelation(rows, centring, resampling);
    assert.ok(interval !== null);
    for (const end of [0, 1] as const) {
      assert.ok(
        Math.abs(interval[end] - reference[end]) < 0.005,
        `${centring}: ${interval.join()} for ${reference.join()}`,
      );
    }
  }
});

test('the same seed gives the same result, another seed another', () => {
  const rows = rowsOf(expected.bootstrap);
  const at = (seed: number) => bootstrapCorrelation(rows, 'all', { resamples: 500, seed }).interval;
  assert.deepEqual(at(1), at(1));
  assert.notDeepEqual(at(1), at(2));
});

test('few or constant rows give null with a reason', () => {
  const row = { x: [1, 1], y: [0, 1] };
  assert.equal(bootstrapCorrelation([row, row], 'all', resampling).reason, 'fewer than 5 problems (n = 2)');
  assert.equal(
    bootstrapCorrelation(Array<PairedRow>(6).fill(row), 'all', resampling).reason,
    'x or y is constant in too many resamples',
  );
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
