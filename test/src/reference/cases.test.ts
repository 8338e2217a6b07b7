import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeTensor, type CodiClient, type Rollout, type RolloutRequestInit } from '@codiscope/proto';

import { fixture } from '../harness/problems.js';
import { rollouts } from '../harness/requests.js';
import { served } from '../harness/served.js';
import { referenceFixture, relativeError, type ReferenceFixture } from './reference-fixture.js';
import { variantOf } from './reference-variant.js';

/** ||found - expected|| / ||expected||, as asked of golden vectors. */
const TOLERANCE = 1e-4;

/** All cases of a question in one request: every method and site in one batch. */
async function requestFor(reference: ReferenceFixture, question: number): Promise<RolloutRequestInit> {
  const cases = reference.cases.filter((each) => each.question === question);
  const tokenIds = (ids: number[]) => ({ $case: 'tokenIds' as const, value: { ids } });
  return {
    question: tokenIds(reference.questions[question] ?? []),
    decoding: { maxNewTokens: 8 },
    variants: await Promise.all(cases.map((each) => variantOf(each, reference, question))),
    capture: { logits: true },
    sources: reference.questions.map((ids, index) => ({
      id: `question ${index}`,
      question: tokenIds(ids),
    })),
  };
}

async function run(client: CodiClient, request: RolloutRequestInit): Promise<Map<string, Rollout>> {
  return rollouts(client, request);
}

for (const name of ['llama', 'gpt2'] as const) {
  test(`${name}: every edit, patch, hold, knockout and truncation gives what the PyTorch reference gives`, async (context) => {
    const reference = await referenceFixture(name);
    context.after(reference.close);
    const { client } = await served(context, { model: fixture(`golden/${name}`) });
    let compared = 0;
    for (const question of [0, 1]) {
      const found = await run(client, await requestFor(reference, question));
      for (const each of reference.cases.filter((one) => one.question === question)) {
        const rollout = found.get(each.name);
        assert.ok(rollout?.logits, each.name);
        assert.deepEqual(rollout.tokens, each.tokens, each.name);
        const expected = await reference.tensor(`case.${each.name}.logits`);
        const error = relativeError(Float32Array.from(decodeTensor(rollout.logits).data), expected);
        assert.ok(error <= TOLERANCE, `${each.name}: ${error}`);
        compared++;
      }
    }
    assert.equal(compared, reference.cases.length);
    assert.ok(compared > 150, 'the reference has lost no cases');
  });
}
