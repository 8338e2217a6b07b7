import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CodiError, type CodiClient, type Rollout, type RolloutRequest } from '@codiscope/proto';

import { fixture, heldOutProblems } from './harness/problems.js';
import { ask, LOGITS, rollout, self, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';

const VARIANTS = [
  variant('baseline'),
  variant('zero 2', [zero(4, [2])]),
  variant('zero 1, 3, 5', [zero(2, [1, 3, 5])]),
  variant('self', [self(4, [1, 2, 3, 4, 5, 6])]),
  variant('two thoughts', [], 2),
];

function bitsOf({ logits, tokens, scores }: Rollout): string {
  const numbers = [scores?.goldLogProb, scores?.margin, scores?.klFromBaseline].map(String);
  return [tokens.join(), numbers.join(), Buffer.from(logits?.data ?? []).toString('base64')].join('|');
}

async function alone(client: CodiClient, request: RolloutRequest): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const only of request.variants) {
    // One request each: nothing is shared with the other variants.
    found.set(only.id, bitsOf(await rollout(client, { ...request, variants: [only] })));
  }
  return found;
}

async function together(
  client: CodiClient,
  requests: RolloutRequest[],
  watched: string,
): Promise<{ bits: Map<string, string>; rows: number }> {
  const bits = new Map<string, string>();
  let rows = 0;
  for await (const { requestId, variantId, outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (requestId !== watched || !outcome) continue;
    bits.set(variantId, bitsOf(outcome.value));
    rows = Math.max(rows, outcome.value.timings?.batchRows ?? 0);
  }
  return { bits, rows };
}

test('a question gives the same bits alone, among 64 others, in another order, with 1 and with 2 threads', async (context) => {
  const problems = await heldOutProblems(65);
  const requests = problems.map(({ id, question, answer }, index) =>
    ask(question, {
      id,
      goldAnswer: String(answer),
      // The neighbours do other things than the watched question, so that batches are ragged.
      variants: index === 40 ? VARIANTS : VARIANTS.slice(0, 1 + (index % VARIANTS.length)),
      capture: LOGITS,
    }),
  );
  const watched = requests[40] as RolloutRequest;
  const one = await served(context, { server: { engine: { threads: 1 } } });
  const reference = await alone(one.client, watched);
  assert.equal(reference.get('self'), reference.get('baseline'), 'the self-patch equals the baseline');
  assert.notEqual(reference.get('zero 2'), reference.get('baseline'), 'an ablation changes something');

  const first = await together(one.client, requests, watched.id);
  assert.deepEqual(first.bits, reference, 'among 64 others');
  assert.ok(first.rows > 100, `the question shared its batches with others: ${first.rows} rows`);
  const reversed = await together(one.client, [...requests].reverse(), watched.id);
  assert.deepEqual(reversed.bits, reference, 'in the opposite order');

  const two = await served(context, { server: { engine: { threads: 2 } } });
  assert.deepEqual(await alone(two.client, watched), reference, 'alone with 2 threads');
  assert.deepEqual(
    (await together(two.client, requests, watched.id)).bits,
    reference,
    'among others with 2 threads',
  );
});

test('all neighbours get the same bits too: every question of a batch equals the same question alone', async (context) => {
  const { client } = await served(context);
  const problems = await heldOutProblems(24);
  const requests = problems.map(({ id, question, answer }) =>
    ask(question, { id, goldAnswer: String(answer), variants: VARIANTS.slice(0, 2), capture: LOGITS }),
  );
  const batch = new Map<string, string>();
  for await (const { requestId, variantId, outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case === 'rollout') batch.set(`${requestId} ${variantId}`, bitsOf(outcome.value));
  }
  for (const request of requests) {
    for (const [id, bits] of await alone(client, request))
      assert.equal(batch.get(`${request.id} ${id}`), bits, request.id);
  }
});

test('the same holds for GPT-2, whose heads share no keys', async (context) => {
  const { client } = await served(context, { model: fixture('golden/gpt2') });
  const words = 'Tom Mia has 5 7 12 apples . How many more does have now ?'.split(' ');
  const requests = Array.from({ length: 12 }, (_, index) =>
    ask([...words.slice(index), ...words.slice(0, index + 3)].join(' '), {
      id: String(index),
      goldAnswer: '12',
      variants: VARIANTS.slice(0, 1 + (index % VARIANTS.length)),
      decoding: { maxNewTokens: 8 },
      capture: LOGITS,
    }),
  );
  const batch = new Map<string, string>();
  for await (const { requestId, variantId, outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case === 'rollout') batch.set(`${requestId} ${variantId}`, bitsOf(outcome.value));
  }
  for (const request of requests) {
    for (const [id, bits] of await alone(client, request)) {
      assert.equal(batch.get(`${request.id} ${id}`), bits, `question ${request.id}, ${id}`);
    }
  }
});
