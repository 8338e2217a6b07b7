import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';

import {
  AttentionQuery,
  decodeTensor,
  type CodiClient,
  type Rollout,
  type RolloutRequest,
  type Tensor,
} from '@codiscope/proto';

import { temporaryFolder } from './harness/codi.js';
import { narrowCheckpoint } from './harness/narrow-checkpoint.js';
import { fixture, heldOutProblems } from './harness/problems.js';
import { ask, LOGITS, rollout, rollouts, self, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';

const folder = temporaryFolder({ after });
const cacheDir = join(folder, 'cache');

async function inBothPrecisions(
  context: TestContext,
  model: string,
): Promise<{ exact: CodiClient; int8: CodiClient }> {
  const exact = await served(context, { model, open: { cacheDir } });
  const int8 = await served(context, { model, open: { cacheDir, precision: 'int8' } });
  return { exact: exact.client, int8: int8.client };
}

/** The logits that the first answer token was chosen by. */
function firstLogits({ logits }: Rollout): Float32Array {
  assert.ok(logits);
  const { shape, data } = decodeTensor(logits);
  return Float32Array.from(data.subarray(0, shape[1]));
}

function relativeError(found: Float32Array, exact: Float32Array): number {
  const norm = (values: Float32Array): number => Math.hypot(...values);
  return norm(found.map((value, at) => value - (exact[at] ?? NaN))) / norm(exact);
}

/** The largest of 32 values over their root mean square: of normal ones on average, and of any at most. */
const PEAK = { normal: 2.07, any: Math.sqrt(32) } as const;

/**
 * What rounding to 8 bits by blocks of 32 may do to the logits of the first answer token. A block's largest value is
 * 127 steps, and rounding is off by a step / sqrt(12). Both the weights and the vectors they multiply are rounded, so
 * the error is sqrt(2) * peak / 127 / sqrt(12) of a product's norm: 0.67 % where values are normal, 1.8 % at most. The
 * errors are independent, so those of n multiplications in a row make sqrt(n) times that. In a row are the four of each
 * layer (query/key/value, output, MLP in, MLP out) for the question, each thought and EOT, and the head.
 */
function expectedError(layers: number, thoughts: number, peak: number): number {
  const ofOne = (Math.SQRT2 * peak) / 127 / Math.sqrt(12);
  return ofOne * Math.sqrt((thoughts + 2) * 4 * layers + 1);
}

/** Compares the first token's logits of the same questions in both precisions. */
async function agrees(context: TestContext, model: string, requests: RolloutRequest[]): Promise<void> {
  const { exact, int8 } = await inBothPrecisions(context, model);
  const { layers, thoughts } = await exact.getModel();
  const trained = model === 'codi-mini';
  for (const request of requests) {
    const [wanted, found] = [await rollout(exact, request), await rollout(int8, request)];
    const error = relativeError(firstLogits(found), firstLogits(wanted));
    const bound = expectedError(
      layers,
      request.variants[0]?.thoughts ?? thoughts,
      PEAK[trained ? 'normal' : 'any'],
    );
    context.diagnostic(`relative error ${error.toFixed(4)}, expected at most ${bound.toFixed(4)}`);
    assert.ok(error > 0, 'int8 computes something else');
    assert.ok(error <= bound, `relative error ${error}, expected at most ${bound}`);
    // Of 700 rollouts of the trained model that were compared, the first token of none was another.
    if (trained) assert.equal(found.tokens[0], wanted.tokens[0]);
  }
}

/**
 * Without thoughts: the random checkpoints are so badly conditioned that feeding a state back six times makes more of
 * any error.
 */
const goldenQuestion = ask('Tom has 5 apples . How many more does Mia have now ?', {
  decoding: { maxNewTokens: 1 },
  variants: [variant('no thoughts', [], 0)],
  capture: LOGITS,
});

test("codi-mini's logits in int8 are as near to float32 as rounding to 8 bits allows", async (context) => {
  const problems = await heldOutProblems(20);
  await agrees(
    context,
    'codi-mini',
    problems.map(({ question }) => ask(question, { capture: LOGITS })),
  );
});

test('so are those of the golden LLaMA', async (context) => {
  await agrees(context, fixture('golden/llama'), [goldenQuestion]);
});

test('so are those of the golden GPT-2, whose weights lie the other way round', async (context) => {
  await agrees(context, fixture('golden/gpt2'), [goldenQuestion]);
});

test('so are those of a LLaMA whose rows do not fill their last block', async (context) => {
  // 150 = 4 * 32 + 22.
  await agrees(context, narrowCheckpoint(join(folder, 'narrow'), 150), [goldenQuestion]);
});

test('the model says that it is approximate, and by another fingerprint', async (context) => {
  const { exact, int8 } = await inBothPrecisions(context, 'codi-mini');
  const [exactly, roughly] = [await exact.getModel(), await int8.getModel()];
  assert.deepEqual([exactly.dtype, exactly.approximate], ['float32', false]);
  assert.deepEqual([roughly.dtype, roughly.approximate], ['int8', true]);
  assert.notEqual(roughly.fingerprint, exactly.fingerprint);
  assert.deepEqual(
    { ...roughly, dtype: '', approximate: false, fingerprint: '' },
    { ...exactly, dtype: '', approximate: false, fingerprint: '' },
  );
});

const VARIANTS = [
  variant('baseline'),
  variant('zero 2', [zero(4, [2])]),
  variant('self', [self(4, [1, 2, 3, 4, 5, 6])]),
];

const bitsOf = ({ tokens, scores, logits }: Rollout): string =>
  JSON.stringify([tokens, scores, Buffer.from(logits?.data ?? []).toString('base64')]);

test('the controls hold in int8 too: a self-patch equals the baseline, and the batch changes no bit', async (context) => {
  for (const model of ['codi-mini', fixture('golden/llama'), fixture('golden/gpt2')]) {
    const { client } = await served(context, { model, open: { cacheDir, precision: 'int8' } });
    const words = 'Tom Mia has 5 7 12 apples . How many more does have now ?'.split(' ');
    const requests = Array.from({ length: 24 }, (_, index) =>
      ask([...words.slice(index % 9), ...words.slice(0, (index % 5) + 1)].join(' '), {
        id: String(index),
        goldAnswer: '12',
        variants: VARIANTS.slice(0, 1 + (index % VARIANTS.length)),
        decoding: { maxNewTokens: 8 },
        capture: LOGITS,
      }),
    );
    const batch = new Map<string, string>();
    for await (const { requestId, variantId, outcome } of client.rolloutBatch(requests)) {
      assert.ok(outcome?.$case === 'rollout');
      batch.set(`${requestId} ${variantId}`, bitsOf(outcome.value));
    }
    for (const request of requests) {
      const together = await rollouts(client, request);
      const found = (id: string): string => bitsOf(together.get(id) as Rollout);
      if (together.has('self')) {
        assert.equal(found('self'), found('baseline'), `${model}: self-patch`);
        assert.notEqual(found('zero 2'), found('baseline'), `${model}: an ablation changes something`);
      }
      for (const only of request.variants) {
        const alone = bitsOf(await rollout(client, { ...request, variants: [only] }));
        assert.equal(found(only.id), alone, `${model}: ${only.id} with its own variants`);
        assert.equal(batch.get(`${request.id} ${only.id}`), alone, `${model}: ${only.id} among others`);
      }
    }
  }
});

for (const name of ['llama', 'gpt2'] as const) {
  test(`${name}: lens, value norms and attribution are read off the rounded weights too`, async (context) => {
    const { exact, int8 } = await inBothPrecisions(context, fixture(`golden/${name}`));
    const { layers, thoughts } = await exact.getModel();
    const request = ask('Tom has 5 apples . Tom buys 7 more . How many apples does Tom have now ?', {
      goldAnswer: '12',
      decoding: { maxNewTokens: 4 },
      capture: {
        lens: { top: 3, layers: [2, 5] },
        attention: { queries: [AttentionQuery.EOT], valueNorms: true },
        attribution: {},
      },
    });
    const [wanted, found] = [await rollout(exact, request), await rollout(int8, request)];
    const bound = expectedError(layers, thoughts, PEAK.any);
    const numbers = (tensor: Tensor | undefined): Float32Array => {
      assert.ok(tensor);
      return Float32Array.from(decodeTensor(tensor).data);
    };
    // Parts are of the rounded weights but of inputs as they are; the model rounds those of each output projection and of
    // the head too, which moves a logit by one product's rounding for each.
    const additivity = ({ attribution }: Rollout): number => {
      assert.ok(attribution?.gold);
      const { logit, attention, mlp, embedding, bias } = attribution.gold;
      const parts = [numbers(attention), numbers(mlp), [embedding, bias]].flatMap((each) => [...each]);
      return Math.abs(parts.reduce((sum, part) => sum + part, -logit)) / Math.max(1, Math.abs(logit));
    };
    const [sharp, rounded] = [additivity(wanted), additivity(found)];
    const spread = (Math.sqrt(layers + 1) * PEAK.any) / 127 / Math.sqrt(12);
    assert.ok(sharp < 1e-3, `in float32 the parts are ${sharp} off`);
    assert.ok(rounded > sharp && rounded < spread, `in int8 ${rounded}, expected at most ${spread}`);
    const norms = ({ attention }: Rollout): Float32Array => numbers(attention[0]?.valueNorms);
    const effects = ({ attribution }: Rollout): Float32Array => numbers(attribution?.gold?.attention);
    for (const read of [norms, effects]) {
      const error = relativeError(read(found), read(wanted));
      assert.ok(error > 0 && error < bound, `${read.name}: ${error}, at most ${bound}`);
    }
    assert.equal(found.lens.length, 2 * thoughts);
  });
}
