import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bar } from './bar.js';

test('A bar is as long as its share, in eighths of a character, and as wide as asked', () => {
  assert.equal(bar(0, 4), '    ');
  assert.equal(bar(1, 4), '████');
  assert.equal(bar(0.5, 4), '██  ');
  assert.equal(bar(0.125, 1), '▏');
  assert.equal(bar(3 / 8, 2), '▊ ');
});

test('A share outside 0 to 1 is drawn as the nearest end', () => {
  assert.equal(bar(-0.3, 3), '   ');
  assert.equal(bar(7, 3), '███');
});
