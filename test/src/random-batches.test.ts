import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  AttentionQuery,
  CodiError,
  KeyReduction,
  Later,
  Site,
  type CodiClient,
  type InterventionInit,
  type RolloutRequest,
  type VariantInit,
  NoiseKind,
} from '@codiscope/proto';

import { bitsOf } from './harness/bits.js';
import { heldOutProblems } from './harness/problems.js';
import { ask, attention, capture, variant } from './harness/requests.js';
import { served } from './harness/served.js';

/** Another seed, another mix: CODI_TEST_SEED=7. */
const SEED = Number(process.env['CODI_TEST_SEED'] ?? 20250221);

/** Batches of every kind: single rows, few, many; prefixes one by one or all at once; one cohort or several. */
const LIMITS = [
  { rows: 1, prefixSlots: 16, cohorts: 3 },
  { rows: 7, prefixSlots: 300, cohorts: 1 },
  { rows: 48, prefixSlots: 1024, cohorts: 2 },
  { rows: 400, prefixSlots: 100_000, cohorts: 1 },
];

/** mulberry32: small, seeded. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function shuffled<T>(items: readonly T[], below: (count: number) => number): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}

function randomIntervention(below: (count: number) => number, thoughts: number): InterventionInit {
  const site =
    [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT, Site.HEAD][below(5)] ?? Site.RESID_POST;
  const some = (count: number, from: number): number[] =>
    Array.from({ length: count }, (_, index) => index + from).filter(() => below(3) === 0);
  const layers = some(8, 0);
  const slots = some(thoughts, 1);
  const methods: NonNullable<InterventionInit['method']>[] = [
    { $case: 'zero', value: {} },
    { $case: 'self', value: {} },
    { $case: 'scale', value: { factor: below(5) - 1.5 } },
    { $case: 'noise', value: { kind: NoiseKind.ADDED, sigma: 0.5, seed: below(3) } },
    { $case: 'patch', value: { source: 'other' } },
  ];
  return {
    site,
    layers: site === Site.EMBED ? [] : layers.length > 0 ? layers : [below(8)],
    thoughts: slots.length > 0 ? slots : [1 + below(thoughts)],
    method: methods[below(methods.length)],
    heads: site === Site.HEAD ? [below(6), 2] : [],
    // A prefix of its own now and then.
    questionPositions: below(4) === 0 ? [0] : [],
    bot: below(5) === 0,
    eot: thoughts === 6 && below(5) === 0,
    later: below(3) === 0 ? Later.HOLD : Later.RECOMPUTE,
  };
}

function randomVariant(below: (count: number) => number, index: number): VariantInit {
  const thoughts = below(3) === 0 ? below(7) : 6;
  const interventions = thoughts > 0 && below(4) > 0 ? [randomIntervention(below, thoughts)] : [];
  const knockout = { queries: { eot: true, answer: true }, keys: { bot: true }, layers: [below(8)] };
  return { ...variant(`v${index}`, interventions, thoughts), knockouts: below(4) === 0 ? [knockout] : [] };
}

async function randomRequests(count: number, below: (count: number) => number): Promise<RolloutRequest[]> {
  const problems = await heldOutProblems(count);
  return problems.map(({ question, answer }, index) => {
    const noise = Array.from({ length: 1 + below(170) }, () => 3 + below(360));
    return ask(question, {
      id: String(index),
      // Real questions, and words without sense from 1 to 170 tokens.
      question:
        below(2) === 0 ? { $case: 'text', value: question } : { $case: 'tokenIds', value: { ids: noise } },
      goldAnswer: below(3) === 0 ? undefined : String(answer),
      decoding: { maxNewTokens: 1 + below(12) },
      variants: Array.from({ length: 1 + below(4) }, (_, number) => randomVariant(below, number)),
      sources: [{ id: 'other', question: { $case: 'text', value: problems[0]?.question ?? '' } }],
      capture: capture({
        logits: true,
        attention:
          below(2) === 0
            ? attention([AttentionQuery.THOUGHTS, AttentionQuery.ANSWER], {
                layers: [below(8)],
                keys: KeyReduction.GROUPS,
              })
            : undefined,
        residuals:
          below(2) === 0 ? { sites: [Site.RESID_POST, Site.FINAL_NORM], layers: [below(8)] } : undefined,
        lens: below(3) === 0 ? { top: 2, layers: [below(8)] } : undefined,
      }),
    });
  });
}

async function bits(client: CodiClient, requests: readonly RolloutRequest[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { requestId, variantId, outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (outcome) found.set(`${requestId} ${variantId}`, bitsOf(outcome.value));
  }
  return found;
}

test(`random questions, variants, captures, orders and batch limits give the bits of single runs (seed ${SEED})`, async (context) => {
  const below = generator(SEED);
  const requests = await randomRequests(20, below);
  const single = await served(context);
  const reference = new Map<string, string>();
  for (const request of requests) {
    for (const only of request.variants) {
      for (const [key, value] of await bits(single.client, [{ ...request, variants: [only] }]))
        reference.set(key, value);
    }
  }
  assert.ok(reference.size >= 30);
  for (const limits of LIMITS) {
    const { client } = await served(context, { server: { engine: { limits } } });
    const found = await bits(client, shuffled(requests, below));
    const different = [...reference].filter(([key, value]) => found.get(key) !== value).map(([key]) => key);
    assert.equal(found.size, reference.size);
    assert.deepEqual(different, [], `with ${JSON.stringify(limits)}`);
  }
});
