import assert from 'node:assert/strict';
import { test } from 'node:test';

import { numberIn, stepResults } from './step-results.js';

/** Texts and the number that a reader sees in them; null: none. */
const TEXTS: readonly (readonly [text: string, number: number | null])[] = [
  ['12', 12],
  ['-3', -3],
  ['\u22123', -3],
  ['-0', 0],
  ['2.5', 2.5],
  ['.5', 0.5],
  ['-.5', -0.5],
  ['1,200', 1200],
  ['1,234,567.5', 1234567.5],
  ['$8', 8],
  ['-$8', -8],
  // A token with the mark that its tokenizer puts for a space.
  [' 12', 12],
  ['\u012012', 12],
  ['\u258112', 12],
  ['\u2581-3', -3],
  // A full stop ends a sentence.
  ['12.', 12],
  ['1,200.', 1200],
  // More or less than one number.
  ['', null],
  ['.', null],
  ['-', null],
  [',000', null],
  ['1,2', null],
  ['3,4,5', null],
  ['1 2', null],
  ['1-2', null],
  ['1.2.3', null],
  ['1/2', null],
  ['12%', null],
  ['5 apples', null],
  ['5 dozen', null],
  ['= 5', null],
  ['6*2=12', null],
  ['the', null],
  ['twelve', null],
  ['1e3', null],
  ['12th', null],
  ['<unk>', null],
  ['<0x31>', null],
  ['##12', null],
];

for (const [text, number] of TEXTS) {
  test(`${JSON.stringify(text)} is ${number ?? 'no number'}`, () => {
    assert.equal(numberIn(text), number);
  });
}

test('a step comes to what stands after its last equals sign, where that is a number', () => {
  const steps: readonly (readonly [step: string, result: number | null])[] = [
    ['6*2=12', 12],
    ['6 * 2 = 12', 12],
    ['1,000+200=1,200', 1200],
    ['1,000+1=1,001', 1001],
    ['3-5=-2', -2],
    ['1-3=-2', -2],
    ['1/4=0.25', 0.25],
    ['1*.5=.5', 0.5],
    ['2*4=$8', 8],
    ['2=1+1=2', 2],
    ['6*2=12.', 12],
    ['3+2 = 5 apples', null],
    ['100*10=10%', null],
    ['2=1+1', null],
    ['x=y', null],
    ['4=', null],
    ['12', null],
    ['then', null],
    ['', null],
  ];
  assert.deepEqual(
    stepResults({ steps: steps.map(([step]) => step) }),
    steps.map(([, result]) => result),
  );
  assert.deepEqual(stepResults({}), []);
  assert.deepEqual(stepResults({ steps: [] }), []);
});
