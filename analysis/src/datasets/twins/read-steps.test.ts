import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { generateWorked } from '../gsm-mini/generate.js';
import { difficultyOf } from '../../words/thought.js';
import type { Problem } from '../problem.js';
import { readSource } from '../sources/read-source.js';
import { readSteps } from './read-steps.js';
import { twinsOf } from './twin-of.js';
import { recalculate } from './twin-pair.js';

function problem(question: string, steps: readonly string[], answer: number): Problem {
  const count = Math.max(1, steps.length);
  return {
    gsm8k_id: 'p',
    question,
    answer,
    reasoning_steps: count,
    difficulty: difficultyOf(count),
    steps: [...steps],
  };
}

/** The changes that a problem allows, as "from>to"; or why there is none. */
function changes(worked: ReturnType<typeof readSteps>): string[] | string {
  if (typeof worked === 'string') return worked;
  const twins = twinsOf(worked, { lowest: 0, highest: 999 });
  return typeof twins === 'string' ? twins : twins.map(({ changed_number: { from, to } }) => `${from}>${to}`);
}

test('Annotated GSM8K steps give structure, with the place of every operand', async () => {
  const file = fileURLToPath(new URL('../../../src/datasets/fixtures/gsm8k-lines.jsonl', import.meta.url));
  const { problems } = await readSource(file);
  const read = problems.map(readSteps);
  // Natalia: 48 clips, and "half as many".
  assert.ok(typeof read[0] === 'object');
  assert.deepEqual(read[0].steps, [
    {
      left: { kind: 'number', number: 1, value: 48 },
      operator: '/',
      right: { kind: 'word', value: 2 },
      result: 24,
    },
    {
      left: { kind: 'number', number: 1, value: 48 },
      operator: '+',
      right: { kind: 'step', step: 1, value: 24 },
      result: 72,
    },
  ]);
  assert.deepEqual(read[0].otherReadings, []);
  // Julie: 120 pages, 12 yesterday; the second 24 and the rest follow.
  const julie = read[3];
  assert.ok(typeof julie === 'object');
  assert.deepEqual(
    recalculate(julie.steps, { numbers: new Map([[2, 10]]) }).map((step) => step.result),
    [20, 30, 90, 45],
  );
  // 60 minutes an hour; 10 %, which is no plain 10.
  assert.equal(read[1], 'an operand from nowhere');
  assert.equal(read[2], 'an operand from nowhere');
});

test('Problems whose steps do not tell their operands are refused with the reason', () => {
  const apples = 'Anna has 6 apples and 4 pears. How many fruits does she have?';
  const cases: readonly [Problem, string][] = [
    [{ ...problem(apples, [], 10), steps: undefined }, 'no steps'],
    [problem(apples, ['6+4+0=10'], 10), 'a step does not have two operands'],
    [problem(apples, ['6+4=11'], 11), 'a step is calculated wrongly'],
    [problem(apples, ['6+4=10'], 12), 'the last step is not the answer'],
    [problem(apples, ['6+5=11'], 11), 'an operand from nowhere'],
    [problem('Anna pays 50% of 10 dollars.', ['10/50=0.2'], 0.2), 'an operand from nowhere'],
    [problem('Anna eats 3/4 of 8 pies.', ['8/4=2'], 2), 'an operand from nowhere'],
    [problem('5 5 5 5 5 5 5 5 5 5', ['5*5=25', '25-5=20', '20-5=15'], 15), 'too many readings'],
  ];
  for (const [given, reason] of cases) assert.equal(readSteps(given), reason);
});

test('A number is changed only when every reading of the steps agrees', () => {
  // Either 5 could be meant twice, so neither can be changed; the 3 can.
  const twice = changes(readSteps(problem('5 red, 5 blue, then 3 lost.', ['5+5=10', '10-3=7'], 7)));
  assert.ok(Array.isArray(twice) && twice.every((change) => change.startsWith('3>')), String(twice));
  // A 4 that nobody needs makes the other one uncertain.
  assert.equal(
    changes(readSteps(problem('4 apples, doubled; 4 years old.', ['4*2=8'], 8))),
    'the readings of the steps disagree',
  );
  // 8 is the result of the first step, for otherwise that step would be for nothing; so the 8 is not needed.
  const used = changes(readSteps(problem('6 and 2, minus 3; 8 miles.', ['6+2=8', '8-3=5'], 5)));
  assert.ok(Array.isArray(used) && !used.some((change) => change.startsWith('8>')), String(used));
  assert.ok(used.includes('6>7') && used.includes('2>3') && used.includes('3>4'));
});

test('What is read from the held-out equations leads to the results of the true structure', async () => {
  const file = fileURLToPath(new URL('../../../../models/codi-mini/test.jsonl', import.meta.url));
  const { problems } = await readSource(file);
  const options = { seed: 90210, count: 2000, balanced: true, prefix: 'test' };
  const truth = new Map([...generateWorked(options)].map((worked) => [worked.problem.gsm8k_id, worked]));
  const counts = new Map<string, number>();
  for (const given of problems) {
    const worked = readSteps(given);
    const twins = typeof worked === 'string' ? worked : twinsOf(worked);
    const outcome = typeof twins === 'string' ? twins : 'twins';
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    if (typeof twins === 'string') continue;
    const steps = truth.get(given.gsm8k_id)?.steps ?? [];
    for (const { changed_number: change, twin_steps } of twins) {
      assert.deepEqual(
        recalculate(steps, { numbers: new Map([[change.number, change.to]]) }).map((step) => step.result),
        twin_steps.map((step) => step.result),
        given.question,
      );
    }
  }
  assert.deepEqual(Object.fromEntries(counts), {
    twins: 1850,
    'the readings of the steps disagree': 94,
    'too many readings': 52,
    'no change keeps the values in range': 4,
  });
});
