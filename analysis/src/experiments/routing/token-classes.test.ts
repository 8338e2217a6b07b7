import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createDataset } from '../../datasets/create-dataset.js';
import type { TokenClass } from './results.js';
import { tokenClasses, tokenSpans } from './token-classes.js';
import { classedWords } from './word-class.js';

/** The words of each class, in order. */
function words(question: string): Record<TokenClass, string> {
  const of = (name: TokenClass) =>
    classedWords(question)
      .filter((word) => word.class === name)
      .map(({ start, end }) => question.slice(start, end))
      .join(' ');
  return { number: of('number'), operator: of('operator'), entity: of('entity'), other: of('other') };
}

test('A generated question is numbers, operators, entities and little else', () => {
  assert.deepEqual(
    words('Will has 12 more red apples than Eva. Eva has 7 apples. How many apples do they have together?'),
    {
      number: '12 7',
      operator: 'more than together',
      entity: 'Will apples Eva Eva apples apples',
      other: 'has red has How many do they have',
    },
  );
});

test('In any text names have capitals, and nouns are what is counted somewhere', () => {
  assert.deepEqual(
    words(
      'Janet’s ducks lay 16 eggs per day. She eats three for breakfast and sells the rest at the farmers’ market for $2 per fresh duck egg, 25% less. How much in dollars does she make?',
    ),
    {
      number: '16 three 2 25',
      operator: 'per eats sells rest per % less',
      entity: 'Janet’s ducks eggs market egg',
      other:
        'lay day She for breakfast and the at the farmers for fresh duck How much in dollars does she make',
    },
  );
});

test('Every token of a word has its class, whatever the tokenizer cuts', () => {
  // As byte-level and SentencePiece tokenizers cut, BOS in front.
  const question = 'Natalia sold 1,200 clips, half of them twice.';
  const pieces = [
    '<|begin_of_text|>',
    'Nat',
    'alia',
    ' sold',
    ' ',
    '1',
    ',',
    '200',
    ' cl',
    'ips',
    ',',
    ' half',
    ' of',
    ' them',
    ' tw',
    'ice',
    '.',
  ];
  assert.deepEqual(tokenClasses(question, pieces), [
    'other',
    'entity',
    'entity',
    'operator',
    'other',
    'number',
    'number',
    'number',
    'entity',
    'entity',
    'other',
    'operator',
    'other',
    'other',
    'operator',
    'operator',
    'other',
  ]);
});

test('A piece that is not in the text takes what its neighbours leave', () => {
  // "banana" is unknown, and the next piece occurs inside it; "€" is three parts of a character.
  assert.deepEqual(tokenSpans('one banana a €5', ['one', '<unk>', 'a', '\uFFFD', '\uFFFD', '5']), [
    { start: 0, end: 3 },
    { start: 3, end: 11 },
    { start: 11, end: 12 },
    { start: 12, end: 14 },
    { start: 12, end: 14 },
    { start: 14, end: 15 },
  ]);
  assert.deepEqual(tokenClasses('5 zebras', ['5', '<unk>', '</s>']), ['number', 'entity', 'entity']);
});

test('Where the generator puts a number, a number is found; no generated noun is counted as other', async () => {
  const { problems } = await createDataset({ source: 'gsm-mini', perLevel: 25 });
  for (const { question } of problems) {
    const found = words(question);
    assert.equal(found.number, (question.match(/\d+/g) ?? []).join(' '));
    assert.doesNotMatch(
      found.other,
      /\b([A-Z][a-z]+(?<!How|What|Then|She|He|Each|After|Soon|There|Every|A|The)|apples|dollars|days|friends)\b/,
      question,
    );
  }
});
