import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../../words/errors.js';
import { parseThoughtSets, setName } from './thought-sets.js';

const names = (text: string, thoughts = 6): string[] => parseThoughtSets(text, thoughts).map(setName);

test('Of n thoughts there are n singles, n over 2 pairs, n over 3 triplets and 2^n - 1 sets', () => {
  assert.deepEqual(names('singles'), ['1', '2', '3', '4', '5', '6']);
  assert.deepEqual(names('pairs', 3), ['1+2', '1+3', '2+3']);
  assert.deepEqual(names('triplets', 4), ['1+2+3', '1+2+4', '1+3+4', '2+3+4']);
  assert.deepEqual([names('pairs').length, names('triplets').length, names('lattice').length], [15, 20, 63]);
  assert.equal(new Set(names('lattice')).size, 63);
  assert.deepEqual(names('lattice', 3), ['1', '2', '3', '1+2', '1+3', '2+3', '1+2+3']);
  assert.deepEqual(names('all', 4), ['1+2+3+4']);
});

test('A list has each set once, in the order named, its thoughts in ascending order', () => {
  assert.deepEqual(names('4+3, 1,3+4,all,1+1'), ['3+4', '1', '1+2+3+4+5+6']);
  assert.deepEqual(names('6,singles'), ['6', '1', '2', '3', '4', '5']);
});

test('A model with fewer thoughts has fewer sets, and may have none of a size', () => {
  assert.deepEqual(names('singles', 1), ['1']);
  assert.deepEqual(names('pairs', 1), []);
});

test('A thought that the model does not have is refused with the range', () => {
  for (const [text, thought] of [
    ['7', 7],
    ['1,0', 0],
    ['2+9', 9],
  ] as const) {
    assert.throws(
      () => parseThoughtSets(text, 6),
      (error) =>
        error instanceof AnalysisError &&
        error.code === 'BAD_ARGUMENT' &&
        error.message === `sets names thought ${thought}; the model has thoughts 1 to 6.`,
    );
  }
});

test('Anything else is refused with what is known', () => {
  for (const text of ['', 'single', '1+', '+1', '1-3', '1.5', 'pairs,,all', 'PAIRS', '-1']) {
    assert.throws(
      () => parseThoughtSets(text, 6),
      /; use singles, pairs, triplets, all, lattice, or sets of thoughts such as 1,3\+4\./,
      text,
    );
  }
});

test('Names that every object has are no sets', () => {
  for (const text of ['constructor', 'toString', '__proto__'])
    assert.throws(() => parseThoughtSets(text, 6), text);
});
