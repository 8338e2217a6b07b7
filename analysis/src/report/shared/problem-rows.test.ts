import assert from 'node:assert/strict';
import { test } from 'node:test';

import { START } from './explorer-state.js';
import { pack } from './packed.js';
import { filterRows, problemRows, sortRows } from './problem-rows.js';
import type { ReportData } from './report-data.js';

const LEVELS = ['2-step', '3-step'];

/** Four problems, two single ablations and a pair. */
const DATA = {
  levels: LEVELS,
  problems: {
    ids: ['p-0', 'p-1', 'p-2', 'p-3'],
    questions: ['Tom has 3 cats.', 'Ann has 4 dogs.', 'Tom has 5 dogs.', 'Bo has 6 cats.'],
    levels: [0, 1, 1, 0],
    answers: [3, 40, 5, 6],
    predicted: [3, 41, 5, null],
    correct: [1, 0, 1, 0],
  },
  ablation: {
    sets: [[1], [2], [1, 2]],
    answers: [],
    flips: [
      [1, 1, 1],
      [0, -1, 0],
      [0, 1, 1],
      [0, 0, 0],
    ],
    // The pair's drops are the largest, and must not count.
    drop: pack([1, 2, 9, 0.5, 0.25, 9, -0.1, -0.2, 9, null, null, 9], [4, 3], 2),
  },
} as unknown as ReportData;

const rows = problemRows(DATA);
const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

test('a row counts single thoughts only: those that flip, and the largest drop', () => {
  assert.deepEqual(
    rows.map(({ flipped, drop }) => [flipped, drop]),
    [
      [[1, 2], { value: 2, thought: 2 }],
      [[], { value: 0.5, thought: 1 }],
      [[2], { value: -0.1, thought: 1 }],
      [[], null],
    ],
  );
});

test('filters are joined by and; words may stand anywhere in id, question and answers', () => {
  const filtered = (change: Partial<typeof START>): string[] =>
    ids(filterRows(rows, LEVELS, { ...START, ...change }));
  assert.deepEqual(filtered({}), ['p-0', 'p-1', 'p-2', 'p-3']);
  assert.deepEqual(filtered({ level: '3-step' }), ['p-1', 'p-2']);
  assert.deepEqual(filtered({ right: 'wrong' }), ['p-1', 'p-3']);
  assert.deepEqual(filtered({ flipped: '2' }), ['p-0', 'p-2']);
  assert.deepEqual(filtered({ flipped: 'none' }), ['p-1', 'p-3']);
  assert.deepEqual(filtered({ text: ' DOGS  tom ' }), ['p-2']);
  assert.deepEqual(filtered({ text: '41' }), ['p-1']);
  assert.deepEqual(filtered({ level: '3-step', right: 'right', flipped: '2' }), ['p-2']);
  assert.deepEqual(filtered({ level: 'no such level' }), []);
});

test('sorting is stable, and what has no value comes last both ways', () => {
  assert.deepEqual(ids(sortRows(rows, 'predicted', false)), ['p-0', 'p-2', 'p-1', 'p-3']);
  assert.deepEqual(ids(sortRows(rows, 'predicted', true)), ['p-1', 'p-2', 'p-0', 'p-3']);
  assert.deepEqual(ids(sortRows(rows, 'drop', true)), ['p-0', 'p-1', 'p-2', 'p-3']);
  assert.deepEqual(ids(sortRows(rows, 'level', true)), ['p-1', 'p-2', 'p-0', 'p-3']);
  assert.deepEqual(ids(sortRows(rows, 'right', false)), ['p-1', 'p-3', 'p-0', 'p-2']);
  assert.deepEqual(ids(sortRows(rows, 'id', true)), ['p-3', 'p-2', 'p-1', 'p-0']);
  assert.deepEqual(ids(rows), ['p-0', 'p-1', 'p-2', 'p-3'], 'the rows themselves are untouched');
});
