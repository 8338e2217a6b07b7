import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import {
  Later,
  Site,
  type CodiClient,
  type InterventionInit,
  type Rollout,
  type Variant,
} from '@codiscope/proto';

import { heldOutProblems } from './harness/problems.js';
import { ask, capture, rollouts, self, variant, zero } from './harness/requests.js';
import { sharedServer } from './harness/shared-server.js';

const EVERY_SITE = [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT];
const EVERY_THOUGHT = [1, 2, 3, 4, 5, 6];
const LAST_LAYER = 7;

let client: CodiClient;
before(async () => {
  ({ client } = await sharedServer());
});

/** What a rollout says and every logit of it, to the bit. */
function bitsOf(result: Rollout | undefined): string {
  assert.ok(result?.logits);
  const { tokens, scores, logits } = result;
  return [tokens.join(), scores?.goldLogProb, scores?.margin, logits.data.toString('base64')].join('|');
}

/** The bits of each variant of a few problems, problem by problem. */
async function run(variants: Variant[], problems = 4): Promise<Map<string, string>[]> {
  const all: Map<string, string>[] = [];
  for (const { question, answer } of await heldOutProblems(problems)) {
    const request = ask(question, {
      goldAnswer: String(answer),
      variants,
      capture: capture({ logits: true }),
    });
    const found = await rollouts(client, request);
    all.push(new Map([...found].map(([id, result]) => [id, bitsOf(result)])));
  }
  return all;
}

const at = (
  site: Site,
  layers: number[],
  thoughts: number[],
  method: InterventionInit['method'],
  later = Later.RECOMPUTE,
): InterventionInit => ({
  site,
  layers: site === Site.EMBED ? [] : layers,
  thoughts,
  method,
  later,
});
const zeroing = { $case: 'zero', value: {} } as const;
const own = { $case: 'self', value: {} } as const;
const times = (factor: number) => ({ $case: 'scale', value: { factor } }) as const;

test('the self-patch equals the baseline bit for bit, at every site, held or not', async () => {
  const controls = EVERY_SITE.flatMap((site) =>
    [Later.RECOMPUTE, Later.HOLD].map((later) =>
      variant(`self ${site} ${later}`, [at(site, [1, 4, LAST_LAYER], [2, 5], own, later)]),
    ),
  );
  for (const bits of await run([variant('baseline'), ...controls])) {
    for (const { id } of controls) assert.equal(bits.get(id), bits.get('baseline'), id);
  }
});

test('scaling by 1 is the baseline; scaling by 0 is the zero ablation; by -1 is neither', async () => {
  for (const site of EVERY_SITE) {
    const variants = [variant('baseline'), variant('zero', [at(site, [3], [2], zeroing)])];
    for (const factor of [1, 0, -1])
      variants.push(variant(`times ${factor}`, [at(site, [3], [2], times(factor))]));
    for (const bits of await run(variants, 2)) {
      assert.equal(bits.get('times 1'), bits.get('baseline'));
      assert.equal(bits.get('times 0'), bits.get('zero'));
      assert.notEqual(bits.get('zero'), bits.get('baseline'));
      assert.equal(new Set(bits.values()).size, 3);
    }
  }
});

test("nothing reads the last layer's output at the last thought: ablating it changes nothing", async () => {
  const variants = [
    variant('baseline'),
    variant('last', [zero(LAST_LAYER, [6])]),
    variant('last but one', [zero(LAST_LAYER, [5])]),
  ];
  for (const bits of await run(variants)) {
    assert.equal(bits.get('last'), bits.get('baseline'));
    assert.notEqual(bits.get('last but one'), bits.get('baseline'));
  }
});

test('all thoughts is the baseline, and the number of thoughts makes a difference', async () => {
  const variants = [
    variant('baseline'),
    ...[0, 1, 2, 3, 4, 5, 6].map((count) => variant(`first ${count}`, [], count)),
  ];
  for (const bits of await run(variants)) {
    assert.equal(bits.get('first 6'), bits.get('baseline'));
    assert.equal(new Set(bits.values()).size, 7);
  }
});

test('recompute and hold part at the thoughts behind the ablated one, and agree when there is none', async () => {
  const variants = [1, 6].flatMap((thought) =>
    [Later.RECOMPUTE, Later.HOLD].map((later) =>
      variant(`${thought} ${later}`, [at(Site.RESID_POST, [4], [thought], zeroing, later)]),
    ),
  );
  for (const bits of await run(variants)) {
    assert.notEqual(bits.get(`1 ${Later.RECOMPUTE}`), bits.get(`1 ${Later.HOLD}`));
    assert.equal(
      bits.get(`6 ${Later.RECOMPUTE}`),
      bits.get(`6 ${Later.HOLD}`),
      'no thought comes after the sixth, and those before are clean',
    );
  }
});

test('hold sets the other thoughts to their clean values', async () => {
  const [problem] = await heldOutProblems(1);
  const found = await rollouts(
    client,
    ask(problem?.question ?? '', {
      variants: [variant('baseline'), variant('held', [at(Site.RESID_POST, [4], [2], zeroing, Later.HOLD)])],
      capture: capture({ residuals: { sites: [Site.RESID_POST], layers: [4] } }),
    }),
  );
  const width = 192 * 4;
  const vector = (id: string, thought: number): Buffer | undefined =>
    found.get(id)?.residuals[0]?.values?.data.subarray((thought - 1) * width, thought * width);
  for (const thought of [1, 3, 4, 5, 6])
    assert.deepEqual(vector('held', thought), vector('baseline', thought), `thought ${thought}`);
  assert.deepEqual(vector('held', 2), Buffer.alloc(width));
});

test('several interventions in one variant are the same as one that names all their places', async () => {
  const variants = [
    variant('one', [{ ...zero(2, [1, 4]), layers: [2, 5] }]),
    variant('two by layer', [zero(2, [1, 4]), zero(5, [1, 4])]),
    variant('two by thought', [
      { ...zero(2, [4]), layers: [5, 2] },
      { ...zero(2, [1]), layers: [2, 5] },
    ]),
    variant('mixed', [
      zero(2, [1]),
      self(5, [4]),
      at(Site.EMBED, [], [2], times(0.5)),
      at(Site.MLP_OUT, [0], EVERY_THOUGHT, times(2)),
    ]),
  ];
  for (const bits of await run(variants)) {
    assert.equal(bits.get('two by layer'), bits.get('one'));
    assert.equal(bits.get('two by thought'), bits.get('one'));
    assert.notEqual(bits.get('mixed'), bits.get('one'));
  }
});

test('two interventions that meet in one place are refused', async () => {
  const clash = [variant('clash', [zero(4, [1, 2]), self(4, [2, 3])])];
  await assert.rejects(
    run(clash, 1),
    /variants\[0\]\.interventions\[1\]: meets another intervention at resid_post of layer 4, thought 2; merge the two/,
  );
  const held = [variant('held', [at(Site.RESID_POST, [4], [1], zeroing, Later.HOLD), zero(4, [2])])];
  await assert.rejects(run(held, 1), /meets another intervention/, 'what is held is set too');
});
