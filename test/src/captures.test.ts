import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { CodiError, Site, type CodiClient, type FloatArray, type Residuals } from '@codiscope/proto';

import { heldOutProblems, miniFolder } from './harness/problems.js';
import { ask, capture, LOGITS, rollout, rollouts, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';
import { decoded, lines, near } from './harness/tensors.js';

/** Shape of codi-mini. */
const LAYERS = 8;
const HIDDEN = 192;
const THOUGHTS = 6;

const QUESTION =
  'Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. How many more dollars does Tina need?';

let client: CodiClient;
const endings: (() => void | Promise<void>)[] = [];
before(async () => {
  ({ client } = await served({ after: (end) => endings.push(end as () => void) }));
});
after(async () => {
  for (const end of endings) await end();
});

test('only the named variants are captured', async () => {
  const found = await rollouts(
    client,
    ask(QUESTION, {
      variants: [variant('a'), variant('b', [zero(4, [2])])],
      capture: { ...LOGITS, variantIds: ['b'] },
    }),
  );
  assert.equal(found.get('a')?.logits, undefined);
  assert.ok(found.get('b')?.logits);
});

test("the largest logit of each step is the answer's token, which may be any but the last row of the head", async () => {
  const { tokens, logits } = await rollout(client, ask(QUESTION, { capture: LOGITS }));
  const { vocabSize } = await client.getModel();
  const array = decoded(logits);
  assert.deepEqual(array.shape, [tokens.length, vocabSize + 2]);
  const largest = lines(array).map((line) => line.indexOf(Math.max(...line)));
  assert.deepEqual(largest, tokens);
});

function vectors(
  list: readonly Residuals[],
  site: Site,
): { array: FloatArray; at: (thought: number, layer: number) => Float32Array } {
  const found = list.find((entry) => entry.site === site);
  const array = decoded(found?.values);
  const layers = array.shape[1] ?? 1;
  const all = lines(array);
  return { array, at: (thought, layer) => all[(thought - 1) * layers + layer] as Float32Array };
}

test('vectors after an intervention: exactly 0 where it was zeroed, the clean values before it', async () => {
  const sites = [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT, Site.FINAL_NORM];
  const found = await rollouts(
    client,
    ask(QUESTION, {
      variants: [variant('clean'), variant('ablated', [zero(4, [3])])],
      capture: capture({ residuals: { sites, layers: [] } }),
    }),
  );
  const clean = found.get('clean')?.residuals ?? [];
  const ablated = found.get('ablated')?.residuals ?? [];
  assert.deepEqual(
    clean.map(({ site }) => site),
    sites,
  );
  for (const site of sites) {
    const layers = site === Site.EMBED || site === Site.FINAL_NORM ? 1 : LAYERS;
    assert.deepEqual(vectors(clean, site).array.shape, [THOUGHTS, layers, HIDDEN]);
  }
  const before = vectors(clean, Site.RESID_POST);
  const behind = vectors(ablated, Site.RESID_POST);
  assert.ok(
    behind.at(3, 4).every((value) => value === 0),
    'zero at layer 4 of thought 3',
  );
  for (const layer of [0, 1, 2, 3])
    assert.deepEqual(behind.at(3, layer), before.at(3, layer), `layer ${layer} comes before it`);
  for (const thought of [1, 2])
    for (let layer = 0; layer < LAYERS; layer++)
      assert.deepEqual(behind.at(thought, layer), before.at(thought, layer));
  assert.notDeepEqual(behind.at(3, 5), before.at(3, 5));
  assert.notDeepEqual(
    vectors(ablated, Site.EMBED).at(4, 0),
    vectors(clean, Site.EMBED).at(4, 0),
    'thought 4 is made of thought 3',
  );
  assert.deepEqual(
    vectors(ablated, Site.EMBED).at(3, 0),
    vectors(clean, Site.EMBED).at(3, 0),
    'thought 3 itself comes before it',
  );
});

test('the residual stream adds up: each layer adds its attention and its MLP to what came in', async () => {
  const sites = [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT];
  const { residuals } = await rollout(
    client,
    ask(QUESTION, { capture: capture({ residuals: { sites, layers: [] } }) }),
  );
  const [stream, input, attn, mlp] = sites.map((site) => vectors(residuals, site));
  for (let thought = 1; thought <= THOUGHTS; thought++) {
    for (let layer = 0; layer < LAYERS; layer++) {
      const into = layer === 0 ? input?.at(thought, 0) : stream?.at(thought, layer - 1);
      const out = stream?.at(thought, layer);
      const scale = Math.max(...(out ?? []).map(Math.abs));
      out?.forEach((value, cell) => {
        const sum =
          (into?.[cell] ?? Number.NaN) +
          (attn?.at(thought, layer)[cell] ?? Number.NaN) +
          (mlp?.at(thought, layer)[cell] ?? Number.NaN);
        near(value, sum, 1e-5 * scale, `thought ${thought}, layer ${layer}, cell ${cell}`);
      });
    }
  }
});

test('what the thoughts decode to agrees with the measurement that came with the model', async () => {
  const measured = JSON.parse(readFileSync(`${await miniFolder()}/eval.json`, 'utf8')) as Record<
    string,
    Record<string, number>
  >;
  const name = Object.keys(measured).find((key) => key.startsWith('vocabulary_top1_of_thought'));
  const expected = Object.values(measured[name ?? ''] ?? {});
  assert.equal(expected.length, THOUGHTS);
  const problems = await heldOutProblems(240);
  const requests = problems.map(({ id, question }) =>
    ask(question, { id, capture: capture({ lens: { top: 3 } }) }),
  );
  const hits = Array<number>(THOUGHTS).fill(0);
  const asked = Array<number>(THOUGHTS).fill(0);
  for await (const { requestId, outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case !== 'rollout')
      throw outcome ? CodiError.fromStatus(outcome.value) : new Error('nothing');
    const { lens } = outcome.value;
    assert.deepEqual(
      lens.map(({ thought }) => thought),
      [1, 2, 3, 4, 5, 6],
    );
    const steps = problems.find(({ id }) => id === requestId)?.steps ?? [];
    for (const [index, step] of steps.slice(0, THOUGHTS).entries()) {
      const top = lens[index]?.top ?? [];
      assert.equal(top.length, 3);
      assert.ok(
        top.every(({ logProb }, place) => logProb <= (top[place - 1]?.logProb ?? 0)),
        'the likeliest first',
      );
      asked[index] = (asked[index] ?? 0) + 1;
      if (top[0]?.piece === step.split('=')[1]) hits[index] = (hits[index] ?? 0) + 1;
    }
  }
  expected.forEach((percent, index) => {
    const count = asked[index] ?? 0;
    const share = (100 * (hits[index] ?? 0)) / count;
    // Three standard errors of a share of that many problems.
    const within = 300 * Math.sqrt(((percent / 100) * (1 - percent / 100)) / count) + 0.1;
    near(share, percent, within, `thought ${index + 1} of ${count} problems`);
  });
});
