import assert from 'node:assert/strict';
import { test } from 'node:test';

import { scaledTables } from './fixtures/scaled-tables.js';
import { permuteAmongRows } from './permutation.js';
import { rankWithinPositions } from './rank-within-positions.js';

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

test('where problems multiply the weights, the conditional test of raw values sees what is not there, that of ranks does not', (t) => {
  const rejections = { raw: 0, ranks: 0 };
  for (let seed = 1; seed <= 100; seed++) {
    const { drops } = scaledTables({ problems: 85, seed, within: 0, unequal: false });
    const draws = { resamples: 99, seed };
    if ((permuteAmongRows(drops, draws, 'both').p ?? 1) < 0.05) rejections.raw += 1;
    if ((permuteAmongRows(rankWithinPositions(drops), draws, 'both').p ?? 1) < 0.05) rejections.ranks += 1;
  }
  t.diagnostic(JSON.stringify(rejections));
  assert.ok(rejections.raw >= 80 && rejections.ranks <= 12, JSON.stringify(rejections));
});
