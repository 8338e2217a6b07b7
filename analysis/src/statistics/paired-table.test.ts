import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rankWithinPositions } from './paired-table.js';

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
