import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pack, valueAt } from './packed.js';

test('values come back rounded to the kept decimals, by their indices', () => {
  const table = pack([0.1234, -0.0004, null, 5, 1.0005, 2], [2, 3], 3);
  assert.deepEqual(table.values, [123, 0, null, 5000, 1001, 2000]);
  assert.equal(valueAt(table, 0, 0), 0.123);
  assert.equal(valueAt(table, 1, 1), 1.001);
  assert.equal(valueAt(table, 0, 2), null);
  assert.ok(!table.values.some((value) => Object.is(value, -0)), 'no -0, which JSON writes as 0');
});

test('outside the table there is nothing, whichever index is outside', () => {
  const table = pack([1, 2, 3, 4], [2, 2], 0);
  for (const index of [[2, 0], [0, 2], [-1, 0], [0, -1]]) assert.equal(valueAt(table, ...index), null); // prettier-ignore
});

test('an index of every dimension is asked for, so that none is taken to be 0', () => {
  const table = pack([1, 2, 3, 4], [2, 2], 0);
  for (const index of [[], [1], [1, 0, 0]])
    assert.throws(() => valueAt(table, ...index), /indices do not name a cell of a table of 2 dimensions/);
});

test('values that do not fill the shape are refused', () => {
  assert.throws(() => pack([1, 2, 3], [2, 2], 0), /3 values do not fill a table of 2 x 2 cells/);
});
