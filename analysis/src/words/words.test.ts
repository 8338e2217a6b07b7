import assert from 'node:assert/strict';
import { test } from 'node:test';

import { figureId, shortened } from './figure.js';
import { groupName, groupSign, thoughtGroup, thoughtOfGroup } from './key-group.js';
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
