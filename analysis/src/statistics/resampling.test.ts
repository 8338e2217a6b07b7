import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { mean } from './descriptive.js';
import { assertEnds, readFixture, rowsOf } from './fixtures/fixture.js';
import type { PairedRow } from './paired-table.js';
import type { Draws, Interval, IntervalOptions } from './resampling.js';
import { bootstrapCorrelation, bootstrapInterval, bootstrapMean } from './resampling.js';

interface Table {
  x: number[][];
  y: number[][];
}
type Ends = Record<'percentile' | 'bca', [number, number]>;
const { small } = readFixture('associations.json') as {
  small: Table & { intervals: Record<'mean' | 'pooled' | 'both', Ends> };
};
const { bootstrap } = readFixture('expected.json') as {
  bootstrap: Table & { pooled: [number, number]; within: [number, number] };
};
const five = rowsOf(small);
const resampling = { resamples: 20_000, seed: 42 };
const NO_VALUE = 'the statistic has no value in too many resamples';

/** The interval of a statistic of a list in which a cluster stands as often as it was drawn. */
function bootstrapClusters<Cluster>(
  clusters: readonly Cluster[],
  statistic: (sample: readonly Cluster[]) => number | null,
  draws: Draws,
  options?: IntervalOptions,
): Interval {
  const weighted = (weights: Float64Array): number | null =>
    statistic(clusters.flatMap((cluster, index) => Array<Cluster>(weights[index] ?? NaN).fill(cluster)));
  return bootstrapInterval(clusters.length, weighted, draws, NO_VALUE, options);
}

for (const method of ['percentile', 'bca'] as const) {
  const options = { method, level: 0.9 };

  test(`the ${method} interval of all 3,125 resamples of five problems is numpy's, for any statistic`, () => {
    const yOf = (sample: readonly PairedRow[]): number => mean(sample.flatMap(({ y }) => y));
    assertEnds(bootstrapClusters(five, yOf, 'every', options), small.intervals.mean[method], 'of lists');
    const means = five.map(({ y }) => mean(y));
    assertEnds(bootstrapMean(means, 'every', options), small.intervals.mean[method], 'of weights');
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

test('a statistic without a value gives no interval', () => {
  const draws = { resamples: 500, seed: 1 };
  const never = bootstrapClusters(five, () => null, draws);
  assert.equal(never.reason, NO_VALUE);
  assert.equal(bootstrapMean([1, 2], draws).reason, 'fewer than 5 problems (n = 2)');
  const constant = bootstrapMean([3, 3, 3, 3, 3], draws, { method: 'bca' });
  assert.deepEqual(constant, { interval: [3, 3], reason: null });
  const twelve = Array.from({ length: 12 }, (_, index) => index);
  const distinct = (sample: readonly number[]): number => new Set(sample).size;
  const oneSided = bootstrapClusters(twelve, distinct, draws, { method: 'bca' });
  assert.equal(oneSided.reason, 'every resample lies on one side of the estimate');
});

test('the bootstrap over rows ends where 40,000 resamples of numpy end', () => {
  const rows = rowsOf(bootstrap);
  for (const [centring, reference] of [
    ['all', bootstrap.pooled],
    ['position', bootstrap.within],
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
  const rows = rowsOf(bootstrap);
  const at = (seed: number) => bootstrapCorrelation(rows, 'all', { resamples: 500, seed }).interval;
  assert.deepEqual(at(1), at(1));
  assert.notDeepEqual(at(1), at(2));
});

test('few or constant rows give null with a reason', () => {
  const row = { x: [1, 1], y: [0, 1] };
  assert.equal(bootstrapCorrelation([row, row], 'all', resampling).reason, 'fewer than 5 problems (n = 2)');
  assert.equal(
    bootstrapCorrelation(Array<typeof row>(6).fill(row), 'all', resampling).reason,
    'x or y is constant in too many resamples',
  );
});

test('what cannot be counted in a moment is refused', () => {
  assert.throws(() => bootstrapCorrelation([...five, ...five], 'all', 'every'), AnalysisError);
});
