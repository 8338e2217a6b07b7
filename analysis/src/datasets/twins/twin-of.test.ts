import assert from 'node:assert/strict';
import { test } from 'node:test';

import { generateWorked } from '../gsm-mini/generate.js';
import type { WorkedProblem } from '../worked-problem.js';
import { twinOf, twinsOf } from './twin-of.js';
import type { TwinPair } from './twin-pair.js';

/** One problem of each of 1,000 seeds. */
const problems = Array.from({ length: 1000 }, (_, index): WorkedProblem => {
  const [worked] = generateWorked({ seed: index + 1, count: 1, balanced: index % 2 === 0, prefix: 'seed' });
  assert.ok(worked);
  return worked;
});

/** All twins of each. */
const twinsOfEach = problems.map((worked) => twinsOf(worked));

/** The words of both questions that differ, as [position from 1, word, word]. */
function differences(a: string, b: string): [number, string, string][] {
  const [first, second] = [a.split(' '), b.split(' ')];
  assert.equal(first.length, second.length, b);
  return first.flatMap((word, index): [number, string, string][] =>
    word === second[index] ? [] : [[index + 1, word, second[index] ?? '']],
  );
}

/**
 * The results of a twin from the problem's equations, the changed number and nothing else: the operands are taken
 * from the structure by hand. `patched` gives one step a result of its own.
 */
function resultsByHand(
  pair: TwinPair,
  to: number | null,
  patched?: { step: number; result: number },
): number[] {
  const results: number[] = [];
  for (const [index, step] of pair.problem_steps.entries()) {
    const [a = NaN, b = NaN] = [step.left, step.right].map((operand) => {
      if (operand.kind === 'step') return results[operand.step - 1];
      const isChanged = operand.kind === 'number' && operand.number === pair.changed_number.number;
      return isChanged && to !== null ? to : operand.value;
    });
    const calculated = { '+': a + b, '-': a - b, '*': a * b, '/': a / b }[step.operator];
    results.push(patched?.step === index + 1 ? patched.result : calculated);
  }
  return results;
}

const inRange = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 60;

function checkPair(pair: TwinPair): void {
  const { problem, twin, changed_number: change } = pair;
  const [difference, ...others] = differences(problem.question, twin.question);
  assert.deepEqual(others, [], twin.question);
  assert.deepEqual(difference, [change.word, String(change.from), String(change.to)]);

  const results = resultsByHand(pair, change.to);
  assert.deepEqual(
    pair.twin_steps.map((step) => step.result),
    results,
  );
  assert.ok(results.every(inRange) && inRange(change.to), twin.question);
  assert.equal(twin.answer, results.at(-1));
  assert.notEqual(twin.answer, problem.answer);
  assert.equal(twin.reasoning_steps, problem.reasoning_steps);
  for (const [index, text] of (twin.steps ?? []).entries()) {
    const [, a, operator, b, result] = /^(\d+)([-+*/])(\d+)=(\d+)$/.exec(text) ?? [];
    const [left, right] = [Number(a), Number(b)];
    const expected = { '+': left + right, '-': left - right, '*': left * right, '/': left / right };
    assert.equal(Number(result), expected[operator as '+'], text);
    assert.equal(Number(result), results[index]);
  }

  const before = pair.problem_steps.map((step) => step.result);
  const changed = results.flatMap((result, index) => (result === before[index] ? [] : [index + 1]));
  assert.deepEqual(pair.changed_steps, changed);
  assert.equal(pair.first_changed_step, changed[0]);
}

test('Over 1,000 seeds, every twin has one number changed, right steps and another answer', () => {
  let count = 0;
  for (const twins of twinsOfEach) {
    if (typeof twins === 'string') continue;
    twins.forEach(checkPair);
    assert.equal(new Set(twins.map((pair) => pair.twin.question)).size, twins.length);
    count += twins.length;
  }
  assert.ok(count > 10_000, String(count));
});

test('A patched answer is what the steps give when one of them has the result of the twin', () => {
  let moved = 0;
  for (const worked of problems) {
    const pair = twinOf(worked, 11);
    if (typeof pair === 'string') continue;
    const last = pair.twin_steps.length;
    for (const [index, { result }] of pair.twin_steps.entries()) {
      const results = resultsByHand(pair, null, { step: index + 1, result });
      const expected = results.every(inRange) ? results.at(-1) : null;
      assert.equal(pair.patched_answers[index], expected, pair.twin.question);
      if (index + 1 < pair.first_changed_step) assert.equal(expected, pair.problem.answer);
      if (expected !== pair.problem.answer) moved += 1;
    }
    assert.equal(pair.patched_answers[last - 1], pair.twin.answer);
  }
  assert.ok(moved > 1000);
});

test('A chosen twin is one of all, the same for the same seed, and other seeds choose others', () => {
  let different = 0;
  for (const [index, worked] of problems.entries()) {
    const [pair, again, other] = [twinOf(worked, 1), twinOf(worked, 1), twinOf(worked, 2)];
    assert.deepEqual(pair, again);
    const all = twinsOfEach[index];
    if (typeof pair === 'string' || typeof all !== 'object') {
      assert.equal(pair, all);
      continue;
    }
    assert.ok(all.some((candidate) => candidate.twin.question === pair.twin.question));
    if (typeof other !== 'string' && other.twin.question !== pair.twin.question) different += 1;
  }
  assert.ok(different > 700, String(different));
});

test('Chosen twins begin to differ at every step of their problems', () => {
  const spread = new Map<string, number>();
  for (const worked of problems) {
    const pair = twinOf(worked, 3);
    if (typeof pair === 'string') continue;
    const key = `${pair.problem.reasoning_steps}/${pair.first_changed_step}`;
    spread.set(key, (spread.get(key) ?? 0) + 1);
  }
  // Only every fifteenth of these problems has six steps.
  for (let steps = 2; steps <= 5; steps++) {
    for (let step = 1; step <= steps; step++) {
      assert.ok((spread.get(`${steps}/${step}`) ?? 0) >= 5, `${steps} steps, first changed ${step}`);
    }
  }
});

test('The range of values is kept to, and a problem outside it is refused', () => {
  const [worked] = problems;
  assert.ok(worked);
  assert.equal(twinsOf(worked, { lowest: 0, highest: 3 }), 'a value is out of range');
  for (const { problem, steps, ...ranges } of problems.slice(0, 50)) {
    const most = Math.max(...steps.flatMap(({ left, right, result }) => [left.value, right.value, result]));
    const twins = twinsOf({ problem, steps, ...ranges }, { lowest: 0, highest: most });
    if (typeof twins === 'string') continue;
    for (const { twin_steps } of twins) {
      for (const { left, right, result } of twin_steps) {
        assert.ok(Math.max(left.value, right.value, result) <= most);
      }
    }
  }
});
