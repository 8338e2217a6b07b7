import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { CodiError, type Variant } from '@codiscope/proto';

import { heldOutProblems, miniFolder } from './harness/problems.js';
import { ask, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';

/** Accuracy in per cent by difficulty, measured with PyTorch. */
const { accuracy } = JSON.parse(readFileSync(`${await miniFolder()}/eval.json`, 'utf8')) as {
  accuracy: Record<string, Record<string, number>>;
};

const THOUGHTS = [1, 2, 3, 4, 5, 6];
const LAYERS = { 'middle layer 4': 4 };

/** The student, its truncations and the middle layer's ablations, under their names in eval.json. */
function conditions(): { name: string; variant: Variant }[] {
  const cuts = [0, 1, 2, 3, 4, 5].map((count) => {
    const name = count === 0 ? 'thoughts skipped (BOT, EOT)' : `only the first ${count} thoughts`;
    return { name, variant: variant(name, [], count) };
  });
  const zeroed = Object.entries(LAYERS).flatMap(([place, layer]) => [
    { name: `${place}: all thoughts zeroed`, interventions: [zero(layer, THOUGHTS)] },
    ...THOUGHTS.map((thought) => ({
      name: `${place}: thought ${thought} zeroed`,
      interventions: [zero(layer, [thought])],
    })),
  ]);
  return [
    { name: 'student', variant: variant('student') },
    ...cuts,
    ...zeroed.map(({ name, interventions }) => ({ name, variant: variant(name, interventions) })),
  ];
}

test('accuracy, truncations and ablations on 2,000 held-out problems equal eval.json within 0.5 points', async (context) => {
  const { client } = await served(context);
  const problems = await heldOutProblems();
  assert.equal(problems.length, 2000);
  const wanted = conditions();
  const difficulty = new Map(problems.map((problem) => [problem.id, problem.difficulty]));
  const right = new Map<string, number>();
  const requests = problems.map(({ id, question, answer }) =>
    ask(question, { id, goldAnswer: String(answer), variants: wanted.map((each) => each.variant) }),
  );
  for await (const { requestId, variantId, outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case !== 'rollout')
      throw CodiError.fromStatus(outcome?.value ?? { code: 2, message: '', details: [] });
    const key = `${variantId}|${difficulty.get(requestId) ?? ''}`;
    if (outcome.value.correct) right.set(key, (right.get(key) ?? 0) + 1);
  }
  let largest = 0;
  for (const { name } of wanted) {
    for (const level of ['2-step', '3-step', '4-step', '5+step']) {
      const found = (100 * (right.get(`${name}|${level}`) ?? 0)) / 500;
      const expected = accuracy[name]?.[level];
      assert.ok(expected !== undefined, `eval.json has ${name}, ${level}`);
      largest = Math.max(largest, Math.abs(found - expected));
      assert.ok(
        Math.abs(found - expected) <= 0.5,
        `${name}, ${level}: ${found} here, ${expected} in eval.json`,
      );
    }
  }
  context.diagnostic(
    `${wanted.length} conditions x 4 levels, largest difference ${largest.toFixed(2)} points`,
  );
});
