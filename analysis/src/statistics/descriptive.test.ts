import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describeSample } from './descriptive.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { rankWithinPositions } from './paired-table.js';

const { sample } = readFixture('expected.json') as {
  sample: { values: number[]; mean: number; sd: number; sem: number };
};

test('mean, sample deviation and standard error agree with numpy and scipy', () => {
  const { values, mean, sd, sem } = sample;
  const found = describeSample(values);
  assertClose(found.mean, mean, 1e-12, 'mean');
  assertClose(found.sd, sd, 1e-12, 'sd');
  assertClose(found.sem, sem, 1e-12, 'sem');
});

test('one value has no spread, and no value no mean', () => {
  assert.deepEqual(describeSample([4]), {
    n: 1,
    mean: 4,
    sd: null,
    sem: null,
    reason: 'one value has no spread',
  });
  assert.deepEqual(describeSample([]), { n: 0, mean: null, sd: null, sem: null, reason: 'no values' });
});

test('values become shares of their ranks at their own position; equal ones share theirs', () => {
  const table = [
    { x: [1, 200], y: [0, 1] },
    { x: [3, 100], y: [1, 1] },
    { x: [2, 100], y: [0, 0] },
  ];
  assert.deepEqual(rankWithinPositions(table, 'x'), [
    { x: [0.5 / 3, 2.5 / 3], y: [0, 1] },
    { x: [2.5 / 3, 1 / 3], y: [1, 1] },
    { x: [1.5 / 3, 1 / 3], y: [0, 0] },
  ]);
  assert.deepEqual(rankWithinPositions(table)[1], { x: [2.5 / 3, 1 / 3], y: [2.5 / 3, 2 / 3] });
});
