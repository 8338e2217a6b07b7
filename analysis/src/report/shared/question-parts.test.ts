import assert from 'node:assert/strict';
import { test } from 'node:test';

import { questionParts, weightedParts } from './question-parts.js';

test('a question is cut at its numbers, and put together it is the question again', () => {
  const question = 'He had 1,200 of 3, then 4.5 and $7.';
  const parts = questionParts(question);
  assert.deepEqual(
    parts.filter(({ number }) => number).map(({ text }) => text),
    ['1,200', '3', '4.5', '7'],
  );
  assert.equal(parts.map(({ text }) => text).join(''), question);
  assert.deepEqual(questionParts(''), []);
});

const token = (piece: string, weight: number) => ({ piece, weight, number: /\d/.test(piece) });

test('tokens find their places, whatever mark stands for a space; the start token stands apart', () => {
  const question = 'Tom has 12 cats.';
  for (const mark of ['', '\u0120', '\u2581']) {
    const parts = weightedParts(question, [
      token('<s>', 0.5),
      token('Tom', 0.1),
      token(`${mark}has`, 0.2),
      token(`${mark}12`, 0.3),
      token(`${mark}cats`, 0.05),
      token('.', 0.01),
    ]);
    assert.deepEqual(parts[0], { text: '<s>', number: false, weight: 0.5, special: true });
    assert.equal(parts.filter(({ special }) => !special).map(({ text }) => text).join(''), question); // prettier-ignore
    assert.deepEqual(parts.find(({ number }) => number), { text: '12', number: true, weight: 0.3, special: false }); // prettier-ignore
  }
});

test('an unknown word is shaded where it stands, and a rest without tokens is kept', () => {
  const parts = weightedParts('Tom has 1200 cats. Why?', [
    token('Tom', 0.1),
    token('has', 0.2),
    token('<unk>', 0.4),
    token('cats', 0.3),
  ]);
  assert.deepEqual(
    parts.map(({ text, weight }) => [text, weight]),
    [
      ['Tom', 0.1],
      [' ', null],
      ['has', 0.2],
      [' 1200', 0.4],
      [' ', null],
      ['cats', 0.3],
      ['. Why?', null],
    ],
  );
});

test('a token that comes later in the question does not swallow what stands before', () => {
  const parts = weightedParts('one two three', [token('three', 0.9), token('one', 0.1)]);
  assert.equal(parts.filter(({ special }) => !special).map(({ text }) => text).join(''), 'one two three'); // prettier-ignore
  assert.deepEqual(parts[0], { text: 'three', number: false, weight: 0.9, special: true });
});
