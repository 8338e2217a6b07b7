import assert from 'node:assert/strict';
import { test } from 'node:test';

import { numberOf, stepResult } from './step-results.js';

test('an equation comes to what stands after its last equals sign', () => {
  assert.deepEqual(
    ['6*2=12', '1,000+200=1,200', '3-5=-2', '1/4=0.25', '2=1+1=2', 'x=y', '12', '', '4='].map(stepResult),
    [12, 1200, -2, 0.25, 2, null, null, null, null],
  );
});

test('a token says a number only where it is one', () => {
  assert.deepEqual(['12', ' 12', '\u012012', '\u258112', '-3', 'twelve', '', '1 2', '12.'].map(numberOf), [
    12,
    12,
    12,
    12,
    -3,
    null,
    null,
    null,
    null,
  ]);
});
