import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  AttentionQuery,
  encodeTensor,
  KeyReduction,
  Later,
  NoiseKind,
  Site,
  type CaptureInit,
  type InterventionInit,
  type VariantInit,
} from '@codiscope/proto';

import { bitsOf } from './harness/bits.js';
import { fixture, heldOutProblems } from './harness/problems.js';
import { fitted } from './harness/references.js';
import { ask, rollout, rollouts } from './harness/requests.js';
import { served } from './harness/served.js';

/** Ten ways to change a rollout. `reference`: a fitted one; `width`: of the residual stream. */
function tenMethods(reference: string, width: number): ((index: number) => VariantInit)[] {
  const sites = [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT, Site.HEAD];
  const edit = (
    index: number,
    method: InterventionInit['method'],
    rest: InterventionInit = {},
  ): VariantInit => {
    const site = sites[index % sites.length] ?? Site.RESID_POST;
    return {
      interventions: [
        {
          site,
          layers: site === Site.EMBED ? [] : [1 + (index % 4)],
          heads: site === Site.HEAD ? [index % 4] : [],
          thoughts: [1 + (index % 6)],
          bot: index % 3 === 0,
          eot: index % 4 === 0,
          method,
          ...rest,
        },
      ],
    };
  };
  const vector = Float32Array.from({ length: width }, (_, at) => Math.cos(at));
  return [
    (index) =>
      edit(index, { $case: 'zero', value: {} }, { questionPositions: index % 2 === 0 ? [1, 3] : [] }),
    (index) => edit(index, { $case: 'self', value: {} }),
    (index) => edit(index, { $case: 'scale', value: { factor: 1 + index / 10 } }),
    (index) => edit(index, { $case: 'mean', value: { reference } }),
    (index) => edit(index, { $case: 'resample', value: { reference, donor: 1 + (index % 3) } }),
    (index) => edit(index, { $case: 'noise', value: { kind: NoiseKind.ADDED, sigma: 0.3, seed: index } }),
    (index) => edit(index, { $case: 'patch', value: { source: 'other' } }),
    (index) => edit(index, { $case: 'zero', value: {} }, { later: Later.HOLD }),
    (index) => ({
      thoughts: index % 6,
      knockouts: [
        { queries: { eot: true, answer: true }, keys: { bot: true, question: index % 2 === 0 }, layers: [2] },
      ],
    }),
    (index) => ({
      interventions: [
        {
          layers: [3],
          thoughts: [2, 4],
          method: {
            $case: 'affine',
            value: { scale: 0.5, add: encodeTensor({ shape: [width], data: vector }) },
          },
        },
        {
          site: Site.MLP_OUT,
          layers: [0, 5],
          thoughts: [1 + (index % 6)],
          method: { $case: 'scale', value: { factor: -1 } },
        },
      ],
      knockouts: [{ queries: { thoughts: [3, 4] }, keys: { thoughts: [1, 2] }, heads: [index % 4] }],
    }),
  ];
}

const CAPTURE: CaptureInit = {
  logits: true,
  attention: {
    queries: [AttentionQuery.BOT, AttentionQuery.THOUGHTS, AttentionQuery.EOT, AttentionQuery.ANSWER],
    keys: KeyReduction.GROUPS,
    valueNorms: true,
  },
  residuals: {
    sites: [Site.RESID_POST, Site.HEAD],
    layers: [2],
    slots: { bot: true, eot: true, questionPositions: [0, 2], answer: true },
  },
  lens: { top: 3, layers: [1, 4] },
  nextTokens: { top: 2 },
  attribution: {},
};

for (const [name, model, question, answer] of [
  ['codi-mini', 'codi-mini', null, null],
  [
    'GPT-2',
    fixture('golden/gpt2'),
    'Tom has 5 apples . Tom buys 7 more . How many apples does Tom have now ?',
    '12',
  ],
] as const) {
  test(`${name}: 64 variants of ten methods in one request give the bits of 64 requests with one variant each`, async (context) => {
    const { client } = await served(context, { model });
    const problems = await heldOutProblems(5);
    const asked = question ?? problems[0]?.question ?? '';
    const words = asked.split(' ');
    const others = question
      ? [1, 2, 3].map((from) => [...words.slice(from), ...words.slice(0, from)].join(' '))
      : problems.slice(1, 4).map((problem) => problem.question);
    const { hiddenSize } = await client.getModel();
    const reference = await fitted(client, others, {
      sites: [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT, Site.HEAD],
    });
    const methods = tenMethods(reference.id, hiddenSize);
    const variants = Array.from({ length: 64 }, (_, index) => ({
      id: `v${index}`,
      ...methods[index % methods.length]?.(index),
    }));
    const whole = ask(asked, {
      goldAnswer: answer ?? String(problems[0]?.answer),
      decoding: { maxNewTokens: 10 },
      variants,
      sources: [{ id: 'other', question: { $case: 'text', value: others[2] ?? '' } }],
      capture: { ...CAPTURE, offManifold: { reference: reference.id } },
    });
    const together = await rollouts(client, whole);
    assert.equal(together.size, 64);
    for (const variant of whole.variants) {
      const alone = await rollout(client, { ...whole, variants: [variant] });
      assert.equal(
        bitsOf(together.get(variant.id)),
        bitsOf(alone),
        `${variant.id}: ${JSON.stringify(variant)}`,
      );
    }
    const different = new Set([...together.values()].map(({ logits }) => logits?.data.toString('base64')));
    assert.ok(different.size > 45, `the variants differ: ${different.size}`);
  });
}
