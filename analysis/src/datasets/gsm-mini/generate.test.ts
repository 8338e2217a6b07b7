import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { questionNumbers } from '../twins/question-numbers.js';
import { generate, generateWorked } from './generate.js';
import type { GsmMiniProblem } from './generate.js';

const testFile = new URL('../../../../models/codi-mini/test.jsonl', import.meta.url);
const testText = readFileSync(testFile, 'utf8');
const testQuestions = testText
  .trimEnd()
  .split('\n')
  .map((line) => (JSON.parse(line) as GsmMiniProblem).question);

function text(problems: Iterable<GsmMiniProblem>): string {
  return [...problems].map((problem) => `${JSON.stringify(problem)}\n`).join('');
}

test('The generator gives the test data that the embedded model was measured on, byte for byte', () => {
  assert.equal(text(generate({ seed: 90210, count: 2000, balanced: true, prefix: 'test' })), testText);
});

test('The generator gives the beginning of the training data of the recipe, byte for byte', () => {
  const training = text(generate({ seed: 1, count: 3000, exclude: testQuestions, prefix: 'train' }));
  // sha256sum of the first 3,000 lines that the recipe's own generator wrote with these options.
  assert.equal(
    createHash('sha256').update(training).digest('hex'),
    'e9032ab996b1f3b9e2636c02160608301551bbe4335aa46101e58ebd5f65de06',
  );
});

test('An excluded question does not occur, and no question occurs twice', () => {
  const options = { seed: 90210, count: 200, balanced: true, prefix: 'test' };
  const questions = [...generate({ ...options, exclude: testQuestions.slice(0, 50) })].map((p) => p.question);
  assert.equal(new Set(questions).size, 200);
  for (const excluded of testQuestions.slice(0, 50)) assert.ok(!questions.includes(excluded), excluded);
});

test('The equations of a problem are right, chain up to the answer and stay within 0..60', () => {
  for (const problem of generate({ seed: 5, count: 500 })) {
    assert.equal(problem.steps.length, problem.reasoning_steps);
    for (const step of problem.steps) {
      const [, left, operator, right, result] = /^(\d+)([-+*/])(\d+)=(\d+)$/.exec(step) ?? [];
      const [a, b] = [Number(left), Number(right)];
      const expected = { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[operator ?? ''];
      assert.equal(Number(result), expected, step);
      assert.ok(Number(result) >= 0 && Number(result) <= 60, step);
    }
    assert.equal(problem.answer, Number(problem.steps.at(-1)?.split('=')[1]));
  }
});

test('The steps as structure say the same as the equations, and each operand stands where it is said to', () => {
  const kinds = new Set<string>();
  for (const { problem, steps, numberRanges, resultRanges } of generateWorked({ seed: 6, count: 1000 })) {
    const numbers = questionNumbers(problem.question);
    assert.equal(numberRanges.length, numbers.length, problem.question);
    for (const [index, { value, plain }] of numbers.entries()) {
      const range = numberRanges[index];
      assert.ok(plain && range && range.lowest <= value && value <= range.highest, problem.question);
    }
    for (const [index, { left, operator, right, result }] of steps.entries()) {
      assert.equal(problem.steps?.[index], `${left.value}${operator}${right.value}=${result}`);
      const range = resultRanges[index];
      assert.ok(range && range.lowest <= result && result <= range.highest, problem.question);
      for (const operand of [left, right]) {
        kinds.add(operand.kind);
        if (operand.kind === 'number') assert.equal(numbers[operand.number - 1]?.value, operand.value);
        if (operand.kind === 'step') {
          assert.ok(operand.step <= index);
          assert.equal(steps[operand.step - 1]?.result, operand.value);
        }
        // What no digit says, a word says.
        if (operand.kind === 'word') {
          assert.match(problem.question, /half|third|quarter|fifth|twice|doubles|triples/);
        }
      }
    }
  }
  assert.deepEqual([...kinds].sort(), ['number', 'step', 'word']);
});
