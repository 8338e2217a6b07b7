import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figureId, shortened } from './figure.js';
import { groupName, groupSign, thoughtGroup, thoughtOfGroup } from './key-group.js';
import { correlationText, fixed, pText, percent, percentInterval, thoughtList } from './notation.js';
import { entryAt, required } from './required.js';

test('A group of keys has one name and one sign, and a thought tells its number', () => {
  assert.deepEqual(['thought_3', 'bot', 'question_other'].map(groupName), [
    'thought 3',
    'BOT',
    'other question tokens',
  ]);
  assert.deepEqual(['thought_3', 'bot', 'question_numbers'].map(groupSign), ['t3', 'B', 'q#']);
  assert.deepEqual(
    [thoughtGroup(12), thoughtOfGroup('thought_12'), thoughtOfGroup('bot')],
    ['thought_12', 12, null],
  );
});

test('What must be there and is not is named, and 0 and false are there', () => {
  assert.equal(required(0, 'the mass'), 0);
  assert.equal(entryAt([false], 0, 'the flip'), false);
  assert.throws(() => {
    required(undefined, 'the mass of bot');
  }, /^RangeError: the mass of bot is missing\.$/);
  assert.throws(() => entryAt([1, 2], 5, 'the drop'), /the drop \(entry 5 of 2\) is missing/);
});

test('A figure is known on the page by its name without the number', () => {
  assert.equal(figureId({ name: '13_between_within_split' }), 'between-within-split');
  assert.equal(shortened(0.123456), 0.1235);
});

test('negative numbers have a real minus sign, and rounded zeros have none', () => {
  assert.equal(fixed(-0.126, 2), '\u22120.13');
  assert.equal(fixed(-0.001, 2), '0.00');
});

test('a correlation never hides its sign behind 0.00', () => {
  assert.equal(correlationText(0.18737), '0.19');
  assert.equal(correlationText(-0.0044), '\u22120.004');
});

test('small p are powers of ten, down to those below every double', () => {
  assert.equal(pText(0.02205), 'p = 0.022');
  assert.equal(pText(3.814e-6), 'p = 3.8 × 10⁻⁶');
  assert.equal(pText(5.28e-109), 'p = 5.3 × 10⁻¹⁰⁹');
  assert.equal(pText(0), 'p < 10⁻³⁰⁰');
});

test('shares, intervals and lists read as in prose', () => {
  assert.equal(percent(0.3), '30 %');
  assert.equal(percent(-0.104), '\u221210.4 %');
  assert.equal(percentInterval([0.219, 0.3958]), '21.9 to 39.6 %');
  assert.equal(thoughtList([2]), 'thought 2');
  assert.equal(thoughtList([1, 2, 5]), 'thoughts 1, 2 and 5');
});
