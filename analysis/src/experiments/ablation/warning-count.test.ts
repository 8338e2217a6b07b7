import assert from 'node:assert/strict';
import { test } from 'node:test';

import { countWarnings } from './warning-count.js';

test('Warnings are counted by kind, whatever words and numbers they quote', () => {
  const records = [
    { problem_id: 'a', warnings: ['the model does not know "robe": read as the unknown token'] },
    {
      problem_id: 'b',
      warnings: ['the model does not know "bolts", "fiber": read as the unknown token', 'no token for 70000'],
    },
    { problem_id: 'c', warnings: [] },
  ];
  assert.deepEqual(countWarnings(records), [
    {
      problems: 2,
      first_problem_id: 'a',
      warning: 'the model does not know "robe": read as the unknown token',
    },
    { problems: 1, first_problem_id: 'b', warning: 'no token for 70000' },
  ]);
});
