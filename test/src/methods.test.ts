import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import {
  AttentionQuery,
  decodeTensor,
  encodeTensor,
  NoiseKind,
  Site,
  type CaptureInit,
  type CodiClient,
  type InterventionInit,
  type Rollout,
  type VariantInit,
} from '@codiscope/proto';

import { bitsOf } from './harness/bits.js';
import { heldOutProblems } from './harness/problems.js';
import { fitted } from './harness/references.js';
import { ask, rollouts, variant } from './harness/requests.js';
import { sharedServer } from './harness/shared-server.js';

/** Shape of codi-mini. */
const HIDDEN = 192;
const HEAD_DIM = 32;
const LAST_LAYER = 7;
const EVERY_SITE = [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT, Site.HEAD];

let client: CodiClient;
let questions: string[];
before(async () => {
  ({ client } = await sharedServer());
  questions = (await heldOutProblems(12)).map(({ question }) => question);
});

type Method = NonNullable<InterventionInit['method']>;
const zero: Method = { $case: 'zero', value: {} };
const own: Method = { $case: 'self', value: {} };
const times = (factor: number): Method => ({ $case: 'scale', value: { factor } });
const patch: Method = { $case: 'patch', value: { source: 'other' } };

/** An intervention at every slot but the question's tokens, unless said otherwise. */
function at(site: Site, method: Method, rest: InterventionInit = {}): InterventionInit {
  return {
    site,
    layers: site === Site.EMBED ? [] : [2, 5],
    heads: site === Site.HEAD ? [1, 4] : [],
    thoughts: [1, 3, 6],
    bot: true,
    eot: true,
    method,
    ...rest,
  };
}

/** Results of variants of the first question; the source `other` is another question, or the same one. */
async function run(
  variants: VariantInit[],
  { source = 1, capture = {} }: { source?: number; capture?: CaptureInit } = {},
): Promise<Map<string, Rollout>> {
  const text = (index: number) => ({ $case: 'text' as const, value: questions[index] ?? '' });
  return rollouts(
    client,
    ask(questions[0] ?? '', {
      goldAnswer: '10',
      variants,
      sources: [{ id: 'other', question: text(source) }],
      capture: { logits: true, ...capture },
    }),
  );
}

/** What a rollout computed, without its name or captures of vectors. */
function computed(found: Map<string, Rollout>, id: string): string {
  const rollout = found.get(id);
  assert.ok(rollout, id);
  const { tokens, scores, logits } = rollout;
  return bitsOf({ ...rollout, tokens, scores, logits, residuals: [], offManifold: [] });
}

for (const site of EVERY_SITE) {
  test(`${Site[site]}: self and scale 1 are the baseline, zero is scale 0, a patch from the same question is self`, async () => {
    const found = await run(
      [
        variant('baseline'),
        variant('self', [at(site, own)]),
        variant('times 1', [at(site, times(1))]),
        variant('zero', [at(site, zero)]),
        variant('times 0', [at(site, times(0))]),
        variant('patched from itself', [at(site, patch, { questionPositions: [0, 3] })]),
      ],
      { source: 0 },
    );
    const baseline = computed(found, 'baseline');
    assert.equal(computed(found, 'self'), baseline);
    assert.equal(computed(found, 'times 1'), baseline);
    assert.equal(computed(found, 'patched from itself'), baseline);
    assert.equal(computed(found, 'zero'), computed(found, 'times 0'));
    assert.notEqual(computed(found, 'zero'), baseline);
  });

  test(`${Site[site]}: a mean over one question is a patch from it, and so is that question as a donor`, async () => {
    const one = await fitted(client, [questions[1] ?? ''], { sites: [site] });
    const three = await fitted(client, questions.slice(1, 4), { sites: [site] });
    const mean = (reference: string): Method => ({ $case: 'mean', value: { reference } });
    const donor = (number: number): Method => ({
      $case: 'resample',
      value: { reference: three.id, donor: number },
    });
    const found = await run([
      variant('patch', [at(site, patch)]),
      variant('mean of one', [at(site, mean(one.id))]),
      variant('mean of three', [at(site, mean(three.id))]),
      variant('donor 1', [at(site, donor(1))]),
      variant('donor 2', [at(site, donor(2))]),
    ]);
    assert.equal(computed(found, 'mean of one'), computed(found, 'patch'));
    assert.equal(computed(found, 'donor 1'), computed(found, 'patch'));
    assert.notEqual(computed(found, 'donor 2'), computed(found, 'patch'));
    assert.notEqual(computed(found, 'mean of three'), computed(found, 'patch'));
  });

  test(`${Site[site]}: norm-matched noise keeps the norm, added noise moves by sigma times the scale; both by seed`, async () => {
    const noise = (kind: NoiseKind, sigma: number, seed: number): Method => ({
      $case: 'noise',
      value: { kind, sigma, seed },
    });
    const variants = [
      variant('matched', [at(site, noise(NoiseKind.NORM_MATCHED, 0, 1))]),
      variant('matched again', [at(site, noise(NoiseKind.UNSPECIFIED, 0, 1))]),
      variant('another seed', [at(site, noise(NoiseKind.NORM_MATCHED, 0, 2))]),
      variant('added', [at(site, noise(NoiseKind.ADDED, 0.5, 1))]),
    ];
    const found = await run(variants, { capture: { offManifold: {} } });
    assert.equal(bitsOf({ ...(found.get('matched') as Rollout) }), bitsOf(found.get('matched again')));
    assert.notEqual(computed(found, 'matched'), computed(found, 'another seed'));
    // BOT at the first edited layer comes before any other change: what was there is the clean value.
    const [first] = found.get('matched')?.offManifold ?? [];
    assert.ok(Math.abs((first?.norm ?? 0) / (first?.cleanNorm ?? 1) - 1) < 1e-5, 'the norm is kept');
    const [moved] = found.get('added')?.offManifold ?? [];
    // |h + sigma |h| g / sqrt(d)| lies around |h| sqrt(1 + sigma^2); g's spread gives a few percent.
    const ratio = (moved?.norm ?? 0) / (moved?.cleanNorm ?? 1);
    const width = site === Site.HEAD ? HEAD_DIM : HIDDEN;
    const spread = 4 / Math.sqrt(2 * width);
    assert.ok(Math.abs(ratio - Math.sqrt(1.25)) < spread, `the norm grows as it should: ${ratio}`);
  });

  test(`${Site[site]}: an affine change with a vector puts exactly that vector there`, async () => {
    const width = site === Site.HEAD ? HEAD_DIM : HIDDEN;
    const vector = Float32Array.from({ length: width }, (_, index) => Math.fround(Math.sin(index)));
    const add = encodeTensor({ shape: [width], data: vector });
    const edit = at(
      site,
      { $case: 'affine', value: { scale: 0, add } },
      { thoughts: [3], eot: false, bot: false },
    );
    const found = await run([variant('it', [edit])], {
      capture: { residuals: { sites: [site], layers: [5] } },
    });
    const [residuals] = found.get('it')?.residuals ?? [];
    assert.ok(residuals?.values);
    const { shape, data } = decodeTensor(residuals.values);
    const row = 2 * (shape[2] ?? 0) + (site === Site.HEAD ? HEAD_DIM : 0);
    assert.deepEqual(data.slice(row, row + width), vector);
  });
}

test('what is changed behind its last reader changes nothing', async () => {
  const last = [LAST_LAYER];
  const found = await run([
    variant('baseline'),
    // The last thought's state is projected into nothing, and no later layer reads its residual stream.
    variant('last thought', [
      { site: Site.RESID_POST, layers: last, thoughts: [6], method: zero },
      { site: Site.MLP_OUT, layers: last, thoughts: [6], method: zero },
      { site: Site.ATTN_OUT, layers: last, thoughts: [6], method: zero },
      { site: Site.HEAD, layers: last, heads: [0, 5], thoughts: [6], method: zero },
    ]),
    // Nobody but BOT itself is behind a question token's last layer.
    variant('question', [
      { site: Site.RESID_POST, layers: last, questionPositions: [0, 1, 2], method: zero },
    ]),
    variant('question, a layer earlier', [
      { site: Site.RESID_POST, layers: [LAST_LAYER - 1], questionPositions: [0, 1, 2], method: zero },
    ]),
  ]);
  assert.equal(computed(found, 'last thought'), computed(found, 'baseline'));
  assert.equal(computed(found, 'question'), computed(found, 'baseline'));
  assert.notEqual(computed(found, 'question, a layer earlier'), computed(found, 'baseline'));
});

test('a knockout hides exactly its edges: their weights are 0 and rows still sum to 1', async () => {
  const found = await run(
    [
      variant('baseline'),
      { id: 'cut', knockouts: [{ queries: { eot: true, answer: true }, keys: { thoughts: [2] } }] },
      {
        id: 'two heads of a layer',
        knockouts: [{ queries: { eot: true }, keys: { thoughts: [2] }, layers: [3], heads: [1, 5] }],
      },
    ],
    { capture: { attention: { queries: [AttentionQuery.EOT, AttentionQuery.ANSWER] } } },
  );
  const baseline = found.get('baseline');
  for (const [id, hides] of [
    ['cut', () => true],
    ['two heads of a layer', (layer: number, head: number) => layer === 3 && [1, 5].includes(head)],
  ] as const) {
    for (const { weights, position, number } of found.get(id)?.attention ?? []) {
      assert.ok(weights);
      const { shape, data } = decodeTensor(weights);
      const [layers = 0, heads = 0, keys = 0] = shape;
      const thought2 = (baseline?.layout?.bot ?? 0) + 2;
      if (id === 'two heads of a layer' && number > 0) continue;
      for (let row = 0; row < layers * heads; row++) {
        const line = data.subarray(row * keys, (row + 1) * keys);
        const hidden = hides(Math.floor(row / heads), row % heads);
        assert.equal(line[thought2] === 0, hidden, `${id}, position ${position}, row ${row}`);
        assert.ok(Math.abs(line.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-5);
      }
    }
  }
  assert.notEqual(computed(found, 'cut'), computed(found, 'baseline'));
});

test('cutting a thought off for everybody is more than cutting it off for the answer', async () => {
  const cut = (queries: object) => [{ queries, keys: { thoughts: [1] } }];
  const found = await run([
    variant('baseline'),
    {
      id: 'nothing to cut',
      knockouts: [{ queries: { thoughts: [1] }, keys: { thoughts: [2, 3], answer: true } }],
    },
    { id: 'answer', knockouts: cut({ eot: true, answer: true }) },
    { id: 'everybody', knockouts: cut({ thoughts: [2, 3, 4, 5, 6], eot: true, answer: true }) },
  ]);
  assert.equal(computed(found, 'nothing to cut'), computed(found, 'baseline'), 'later slots are not seen');
  assert.notEqual(computed(found, 'answer'), computed(found, 'everybody'));
});
