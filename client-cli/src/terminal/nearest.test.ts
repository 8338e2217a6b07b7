import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearest } from './nearest.js';

const commands = ['ablate', 'attend', 'ask', 'model list', 'model verify'];

test('The command that was probably meant is the one with the fewest edits', () => {
  assert.equal(nearest('ablat', commands), 'ablate');
  assert.equal(nearest('modle list', commands), 'model list');
  assert.equal(nearest('model verfy', commands), 'model verify');
});

test('What is near to nothing has no suggestion', () => {
  assert.equal(nearest('paint', commands), null);
  assert.equal(nearest('ablate', []), null);
});
