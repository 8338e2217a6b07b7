import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  AttentionQuery,
  decodeTensor,
  SlotKind,
  type Rollout,
  type RolloutRequestInit,
  type Tensor,
  type TokenAttribution,
} from '@codiscope/proto';

import { fixture } from '../harness/problems.js';
import { rollout } from '../harness/requests.js';
import { served } from '../harness/served.js';
import { referenceFixture, relativeError, type ReferenceFixture } from './reference-fixture.js';
import { interventionOf, SITES } from './reference-variant.js';

const TOLERANCE = 1e-4;
const RUNS = ['clean', 'zero'] as const;
/** Sites in the reference's order of slots: BOT, thought 1 to 6, EOT. */
const SLOTS = { bot: true, thoughts: [1, 2, 3, 4, 5, 6], eot: true };

const numbers = (tensor: Tensor | undefined): Float32Array =>
  tensor ? Float32Array.from(decodeTensor(tensor).data) : new Float32Array(0);

async function captured(
  context: Parameters<typeof served>[0],
  reference: ReferenceFixture,
  name: string,
  run: 'clean' | 'zero',
): Promise<Rollout> {
  const { client } = await served(context, { model: fixture(`golden/${name}`) });
  const { question, edits = [], tokens } = reference.captures[run];
  const ids = reference.questions[question] ?? [];
  const request: RolloutRequestInit = {
    question: { $case: 'tokenIds', value: { ids } },
    goldAnswer: '12',
    decoding: { maxNewTokens: tokens.length },
    variants: [
      {
        id: run,
        interventions: await Promise.all(
          edits.map((edit) => interventionOf(edit, undefined, reference.tensor, ids.length)),
        ),
      },
    ],
    capture: {
      attention: {
        queries: [AttentionQuery.BOT, AttentionQuery.THOUGHTS, AttentionQuery.EOT, AttentionQuery.ANSWER],
        valueNorms: true,
      },
      residuals: { sites: Object.values(SITES), slots: SLOTS },
      lens: { top: 5, layers: [0, 1, 2, 3, 4, 5] },
      attribution: {},
      nextTokens: { top: 3 },
      logits: true,
    },
  };
  const result = await rollout(client, request);
  assert.deepEqual(result.tokens, tokens);
  return result;
}

function rowName({ query, number }: { query: AttentionQuery; number: number }): string {
  if (query === AttentionQuery.BOT) return 'bot';
  if (query === AttentionQuery.EOT) return 'eot';
  return `${query === AttentionQuery.THOUGHTS ? 'thought' : 'answer'}${number}`;
}

async function close(
  what: string,
  reference: ReferenceFixture,
  found: Float32Array,
  tensor: string,
): Promise<void> {
  const error = relativeError(found, await reference.tensor(tensor));
  assert.ok(error <= TOLERANCE, `${what}: ${error}`);
}

for (const name of ['llama', 'gpt2'] as const) {
  for (const run of RUNS) {
    test(`${name}, ${run}: attention, value norms, vectors, lens and attribution as PyTorch gives them`, async (context) => {
      const reference = await referenceFixture(name);
      context.after(reference.close);
      const result = await captured(context, reference, name, run);
      const at = `capture.${run}`;

      assert.equal(result.attention.length, 1 + 6 + 1 + result.tokens.length - 1);
      for (const row of result.attention) {
        const slot = rowName(row);
        await close(`attention of ${slot}`, reference, numbers(row.weights), `${at}.attention.${slot}`);
        if (slot === 'bot') continue;
        await close(`value norms of ${slot}`, reference, numbers(row.valueNorms), `${at}.norms.${slot}`);
      }

      for (const [site, asked] of Object.entries(SITES)) {
        const found = result.residuals.find((residuals) => residuals.site === asked);
        assert.deepEqual(
          found?.slots.map(({ kind, number }) => [kind, number]),
          [[SlotKind.BOT, 0], ...SLOTS.thoughts.map((k) => [SlotKind.THOUGHT, k]), [SlotKind.EOT, 0]],
        );
        await close(`vectors at ${site}`, reference, numbers(found.values), `${at}.sites.${site}`);
      }

      const logProbs = await reference.tensor(`${at}.lens.log_probs`);
      const readings = result.lens.flatMap(({ top }) => top.map(({ logProb }) => logProb));
      assert.ok(relativeError(Float32Array.from(readings), logProbs) <= TOLERANCE, 'the lens');
      const expected = reference.captures[run].lens_ids;
      for (const { thought, layer, top } of result.lens) {
        const ids = expected[thought - 1]?.[layer] ?? [];
        // Tokens that are nearly as likely as each other may change places.
        assert.deepEqual(
          top.map(({ token }) => token).sort(),
          [...ids].sort(),
          `thought ${thought}, layer ${layer}`,
        );
      }

      await attributionAsIn(reference, run, result);
    });
  }
}

/** The attribution's parts, gold token first, then the rival. */
async function attributionAsIn(reference: ReferenceFixture, run: 'clean' | 'zero', result: Rollout) {
  const { attribution } = result;
  const { tokens } = reference.captures[run].attribution;
  assert.ok(attribution?.gold && attribution.rival);
  assert.deepEqual([attribution.gold.token?.token, attribution.rival.token?.token], tokens);
  const both = [attribution.gold, attribution.rival];
  const at = `capture.${run}.attribution`;
  const joined = (part: (token: TokenAttribution) => Float32Array): Float32Array =>
    Float32Array.from(both.flatMap((token) => [...part(token)]));
  await close(
    'attention parts',
    reference,
    joined(({ attention }) => numbers(attention)),
    `${at}.attention`,
  );
  await close(
    'mlp parts',
    reference,
    joined(({ mlp }) => numbers(mlp)),
    `${at}.mlp`,
  );
  await close(
    'embedding parts',
    reference,
    joined(({ embedding }) => Float32Array.of(embedding)),
    `${at}.embedding`,
  );
  await close(
    'logits',
    reference,
    joined(({ logit }) => Float32Array.of(logit)),
    `${at}.logits`,
  );
  for (const { logit, attention, mlp, embedding, bias } of both) {
    const parts = [...numbers(attention), ...numbers(mlp), embedding, bias];
    const sum = parts.reduce((total, part) => total + part, 0);
    assert.ok(
      Math.abs(sum - logit) <= 1e-3 * Math.abs(logit),
      `the parts ${sum} add up to the logit ${logit}`,
    );
  }
  assert.ok(
    Math.abs(attribution.gold.logit - attribution.rival.logit - (result.scores?.margin ?? Number.NaN)) < 1e-5,
  );
  assert.deepEqual(result.warnings, []);
}
