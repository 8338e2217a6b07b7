import { Later, Site, type KnockoutInit, type RolloutRequestInit } from '@codiscope/proto';

import { by, one, PATH, testFaults, UNKNOWN_ENUM } from './harness/faults.js';
import { QUESTION } from './harness/refusals.js';
import { ask, variant, zero } from './harness/requests.js';

const CUT = 'variants[0].knockouts[0]';
const cut = (knockout: KnockoutInit): RolloutRequestInit =>
  ask(QUESTION, { variants: [{ id: 'it', knockouts: [knockout] }] });

testFaults([
  ['thought 0', () => one(zero(4, [0])), `${PATH}.thoughts[0]`, /is 0; this variant runs thoughts 1 to 6/],
  ['a thought behind the last', () => one(zero(4, [1, 7])), `${PATH}.thoughts[1]`, /is 7; .* 1 to 6/],
  [
    'a thought behind those that the variant runs',
    () => ask(QUESTION, { variants: [variant('cut', [zero(4, [3])], 2)] }),
    `${PATH}.thoughts[0]`,
    /is 3; .* 1 to 2/,
  ],
  [
    'more thoughts than the model has',
    () => ask(QUESTION, { variants: [variant('it', [], 7)] }),
    'variants[0].thoughts',
    /is 7; the model takes 0 to 6/,
  ],
  ['no slot at all', () => one(zero(4, [])), `${PATH}.thoughts`, /is empty, and no other slot is named/],
  [
    'a layer that is not there',
    () => one(zero(8, [1])),
    `${PATH}.layers[0]`,
    /is 8; the model has layers 0 to 7/,
  ],
  [
    'no layer',
    () => one(by({ $case: 'zero', value: {} }, { layers: [] })),
    `${PATH}.layers`,
    /is empty; name/,
  ],
  [
    'an unknown site',
    () => one({ ...zero(4, [1]), site: UNKNOWN_ENUM }),
    `${PATH}.site`,
    /use RESID_POST, EMBED/,
  ],
  [
    'a site that can only be read',
    () => one({ ...zero(4, [1]), site: Site.FINAL_NORM }),
    `${PATH}.site`,
    /only be read/,
  ],
  [
    'a head site without heads',
    () => one({ ...zero(4, [1]), site: Site.HEAD }),
    `${PATH}.heads`,
    /name query heads, 0 to 5/,
  ],
  [
    'a head that is not there',
    () => one({ ...zero(4, [1]), site: Site.HEAD, heads: [6] }),
    `${PATH}.heads[0]`,
    /is 6; the model has heads 0 to 5/,
  ],
  [
    'heads at another site',
    () => one({ ...zero(4, [1]), heads: [1] }),
    `${PATH}.heads`,
    /only HEAD takes heads/,
  ],
  [
    'a position behind the question',
    () => one({ ...zero(4, []), questionPositions: [1000] }),
    `${PATH}.question_positions[0]`,
    /is 1000; the question has positions 0 to \d+/,
  ],
  [
    'two interventions that meet at a held thought',
    () =>
      ask(QUESTION, { variants: [variant('it', [{ ...zero(4, [1]), later: Later.HOLD }, zero(4, [2])])] }),
    'variants[0].interventions[1]',
    /meets another intervention at resid_post of layer 4, thought 2; merge the two/,
  ],
  [
    'two interventions that meet in a head',
    () =>
      ask(QUESTION, {
        variants: [
          variant('it', [
            { ...zero(4, [1]), site: Site.HEAD, heads: [1, 2] },
            { ...zero(4, [1]), site: Site.HEAD, heads: [2, 3] },
          ]),
        ],
      }),
    'variants[0].interventions[1]',
    /meets another intervention at head of layer 4, head 2, thought 1/,
  ],
  [
    'a knockout without queries',
    () => cut({ keys: { bot: true } }),
    `${CUT}.queries`,
    /is missing; name slots/,
  ],
  [
    'a knockout of no keys',
    () => cut({ queries: { eot: true }, keys: {} }),
    `${CUT}.keys`,
    /is empty; name question/,
  ],
  [
    'a knockout that leaves a query blind',
    () => cut({ queries: { questionPositions: [0] }, keys: { question: true } }),
    'variants[0].knockouts',
    /leave question position 0 no slot to look at/,
  ],
  [
    'knockouts that leave one head blind together',
    () =>
      ask(QUESTION, {
        variants: [
          {
            id: 'it',
            knockouts: [
              { queries: { bot: true }, keys: { question: true }, heads: [2] },
              { queries: { bot: true }, keys: { bot: true }, heads: [1, 2], layers: [3] },
            ],
          },
        ],
      }),
    'variants[0].knockouts',
    /leave BOT no slot to look at/,
  ],
  [
    'a final norm at question slots',
    () =>
      ask(QUESTION, {
        capture: { residuals: { sites: [Site.FINAL_NORM], slots: { questionPositions: [1] } } },
      }),
    'capture.residuals.sites[0]',
    /is not computed at question slots; read RESID_POST of layer 7/,
  ],
  [
    'an attribution without gold answer',
    () => ask(QUESTION, { capture: { attribution: {} } }),
    'capture.attribution',
    /give gold_answer/,
  ],
  [
    'a cloud that is not there',
    () => ask(QUESTION, { capture: { offManifold: { reference: 'gone' } } }),
    'capture.off_manifold.reference',
    /"gone" is no reference/,
  ],
  [
    'no tokens to read',
    () => ask(QUESTION, { capture: { nextTokens: { top: 0 } } }),
    'capture.next_tokens.top',
    /ask for 1 to 100/,
  ],
  [
    'a few bytes that name hundreds of millions of edges',
    () => ({
      ...ask(''),
      question: { $case: 'tokenIds', value: { ids: Array.from({ length: 180 }, () => 5) } },
      variants: [
        {
          id: 'it',
          knockouts: Array.from({ length: 600 }, () => ({
            queries: { question: true },
            keys: { question: true },
          })),
        },
      ],
    }),
    'variants',
    /change more than 2000000 vectors and attention edges; name fewer variants/,
  ],
]);
