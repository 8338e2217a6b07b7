import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import {
  AttentionQuery,
  KeyReduction,
  Protocol,
  Site,
  type CodiClient,
  type InterventionInit,
  type RolloutRequestInit,
} from '@codiscope/proto';

import { heldOutProblems } from './harness/problems.js';
import { ask, rollout, rollouts, variant } from './harness/requests.js';
import { sharedServer } from './harness/shared-server.js';

let client: CodiClient;
let question = '';
before(async () => {
  ({ client } = await sharedServer());
  question = (await heldOutProblems(1))[0]?.question ?? '';
});

const zero = { $case: 'zero', value: {} } as const;
const own = { $case: 'self', value: {} } as const;
const at = (rest: InterventionInit): InterventionInit => ({ site: Site.RESID_POST, layers: [4], ...rest });
const origin = (rest: RolloutRequestInit): RolloutRequestInit =>
  ask(question, { protocol: Protocol.ORIGIN, goldAnswer: '10', capture: { logits: true }, ...rest });

test("the origin's baseline is the official rollout with a thought less", async () => {
  const found = await rollout(client, origin({}));
  const official = await rollout(
    client,
    ask(question, { goldAnswer: '10', variants: [variant('five', [], 5)], capture: { logits: true } }),
  );
  assert.deepEqual(found.logits, official.logits);
  assert.equal(found.layout?.thoughts, 5);
});

test("the origin's self-patch is not a no-op, ours is", async () => {
  const selfPatch = variant('self', [at({ thoughts: [1, 2, 3, 4, 5], bot: true, method: own })]);
  const variants = [variant('baseline'), selfPatch];
  const theirs = await rollouts(client, origin({ variants }));
  assert.notDeepEqual(theirs.get('self')?.logits, theirs.get('baseline')?.logits);
  const ours = await rollouts(client, origin({ variants, protocol: Protocol.OFFICIAL }));
  assert.deepEqual(ours.get('self')?.logits, ours.get('baseline')?.logits);
});

test('its ablations differ from its self-patch, and each from the others', async () => {
  const ablations = [0, 1, 2, 3, 4, 5].map((token) =>
    variant(`token ${token}`, [at({ bot: token === 0, thoughts: token === 0 ? [] : [token], method: zero })]),
  );
  const selfPatch = variant('self', [at({ bot: true, thoughts: [1, 2, 3, 4, 5], method: own })]);
  const found = await rollouts(client, origin({ variants: [selfPatch, ...ablations] }));
  const logits = [...found.values()].map((result) => result.logits?.data.toString('base64'));
  // Its last token is the last thought: at layer 4 the answer still reads its keys and values above.
  assert.equal(new Set(logits).size, 7);
});

test('its attention row is that of EOT over five thoughts and EOT itself', async () => {
  const found = await rollout(
    client,
    origin({ capture: { attention: { queries: [AttentionQuery.EOT], keys: KeyReduction.GROUPS } } }),
  );
  const [row] = found.attention;
  const thoughts = [1, 2, 3, 4, 5].map((k) => `thought_${k}`);
  assert.deepEqual(row?.keyGroups, [
    'question_numbers',
    'question_other',
    'bot',
    ...thoughts,
    'eot',
    'answer',
  ]);
});

for (const [what, rest, says] of [
  [
    'another method',
    { thoughts: [1], method: { $case: 'scale', value: { factor: 2 } } },
    /must be `zero` or `self`/,
  ],
  ['another site', { site: Site.EMBED, layers: [], thoughts: [1], method: zero }, /must be RESID_POST/],
  [
    'the first layer, which has none before it',
    { layers: [0], thoughts: [1], method: zero },
    /must be one layer of 1 to 7/,
  ],
  ['a sixth thought', { thoughts: [6], method: zero }, /this variant runs thoughts 1 to 5/],
  ['EOT', { eot: true, method: zero }, /can only name BOT and thoughts/],
] as const) {
  test(`${what} is refused`, async () => {
    await assert.rejects(
      rollout(client, origin({ variants: [variant('it', [at(rest as InterventionInit)])] })),
      says,
    );
  });
}
