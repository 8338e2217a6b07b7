import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { bootstrapAuc } from './bootstrap-auc.js';
import { bootstrapCorrelation } from './bootstrap-correlation.js';
import { bootstrapClusters } from './cluster-bootstrap.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { mean } from './mean.js';
import type { PairedRow } from './paired-table.js';
import { permuteAmongRows, permuteWithinPositions, permuteWithinRows } from './permutation.js';

interface Table {
  x: number[][];
  y: number[][];
}
type Ends = Record<'percentile' | 'bca', [number, number]>;
const { small } = readFixture('associations.json') as {
  small: Table & {
    outcomes: number[][];
    intervals: Record<'mean' | 'pooled' | 'auc' | 'both', Ends>;
    among_rows_both: number;
    within_positions_of_four: number;
  };
};
const { permutation } = readFixture('expected.json') as {
  permutation: Table & { among_rows: number; within_rows: number };
};
const rowsOf = ({ x, y }: Table): PairedRow[] => x.map((values, row) => ({ x: values, y: y[row] ?? [] }));
const five = rowsOf(small);

function assertEnds(
  found: { interval: readonly [number, number] | null },
  [low, high]: [number, number],
  what: string,
): void {
  assert.ok(found.interval !== null, what);
  assertClose(found.interval[0], low, 1e-10, `${what}, low`);
  assertClose(found.interval[1], high, 1e-10, `${what}, high`);
}

for (const method of ['percentile', 'bca'] as const) {
  const options = { method, level: 0.9 };

  test(`the ${method} interval of all 3,125 resamples of five problems is numpy's, for any statistic`, () => {
    const yOf = (sample: readonly PairedRow[]): number => mean(sample.flatMap(({ y }) => y));
    assertEnds(bootstrapClusters(five, yOf, 'every', options), small.intervals.mean[method], 'mean');
    const rows = rowsOf({ x: small.x, y: small.outcomes });
    assertEnds(bootstrapAuc(rows, 'every', options), small.intervals.auc[method], 'AUC');
  });

  test(`the ${method} interval of correlations is numpy's, pooled and within rows and positions`, () => {
    assertEnds(bootstrapCorrelation(five, 'all', 'every', options), small.intervals.pooled[method], 'pooled');
    assertEnds(bootstrapCorrelation(five, 'both', 'every', options), small.intervals.both[method], 'both');
  });

  test(`the ${method} interval of 20,000 random resamples comes near that of all`, () => {
    const draws = { resamples: 20_000, seed: 3 };
    const { interval } = bootstrapCorrelation(five, 'all', draws, options);
    assert.ok(interval !== null);
    const [low, high] = small.intervals.pooled[method];
    assert.ok(Math.abs(interval[0] - low) < 0.02 && Math.abs(interval[1] - high) < 0.02, interval.join());
  });
}

test('with every arrangement a permutation p is exact', () => {
  const six = rowsOf(permutation);
  assert.equal(permuteAmongRows(six, 'every').p, permutation.among_rows);
  assert.equal(permuteWithinRows(six, 'every').p, permutation.within_rows);
  assertClose(permuteAmongRows(five, 'every', 'both').p, small.among_rows_both, 1e-12, 'within both');
  const slots = permuteWithinPositions(five.slice(0, 4), 'every').p;
  assertClose(slots, small.within_positions_of_four, 1e-12, 'within positions');
});

test('what cannot be counted in a moment is refused', () => {
  const ten = [...five, ...five];
  assert.throws(() => bootstrapCorrelation(ten, 'all', 'every'), AnalysisError);
  assert.throws(() => permuteAmongRows(ten, 'every'), AnalysisError);
});

test('a statistic without a value gives no interval', () => {
  const draws = { resamples: 500, seed: 1 };
  const never = bootstrapClusters(five, () => null, draws);
  assert.equal(never.reason, 'the statistic has no value in too many resamples');
  assert.equal(bootstrapClusters([1, 2], mean, draws).reason, 'fewer than 5 problems (n = 2)');
  const constant = bootstrapClusters([3, 3, 3, 3, 3], mean, draws, { method: 'bca' });
  assert.deepEqual(constant, { interval: [3, 3], reason: null });
  const twelve = Array.from({ length: 12 }, (_, index) => index);
  const distinct = (sample: readonly number[]): number => new Set(sample).size;
  const oneSided = bootstrapClusters(twelve, distinct, draws, { method: 'bca' });
  assert.equal(oneSided.reason, 'every resample lies on one side of the estimate');
});
