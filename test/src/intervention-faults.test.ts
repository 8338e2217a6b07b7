import { after, before, test } from 'node:test';

import {
  encodeTensor,
  Later,
  NoiseKind,
  Site,
  type CodiClient,
  type InterventionInit,
  type KnockoutInit,
  type RolloutRequestInit,
} from '@codiscope/proto';

import { QUESTION, refusedBy } from './harness/refusals.js';
import { ask, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';

/** A value of a later version of the contract. */
const UNKNOWN_ENUM = JSON.parse('99') as never;

let client: CodiClient;
const endings: (() => void | Promise<void>)[] = [];
before(async () => {
  ({ client } = await served({ after: (end) => endings.push(end as () => void) }));
});
after(async () => {
  for (const end of endings) await end();
});

const one = (intervention: InterventionInit, rest: RolloutRequestInit = {}): RolloutRequestInit =>
  ask(QUESTION, { variants: [variant('it', [intervention])], ...rest });
const cut = (knockout: KnockoutInit): RolloutRequestInit =>
  ask(QUESTION, { variants: [{ id: 'it', knockouts: [knockout] }] });
const by = (method: InterventionInit['method'], rest: InterventionInit = {}): InterventionInit => ({
  ...zero(4, [1]),
  method,
  ...rest,
});
const vector = (values: number[]) =>
  encodeTensor({ shape: [values.length], data: Float32Array.from(values) });

const PATH = 'variants[0].interventions[0]';
const CUT = 'variants[0].knockouts[0]';

const FAULTS: [what: string, request: () => RolloutRequestInit, field: string, says: RegExp][] = [
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
  ['no method', () => one(by(undefined)), PATH, /no method that this server knows; give `zero`/],
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
    'a scale that is not a number',
    () => one(by({ $case: 'scale', value: { factor: Number.NaN } })),
    `${PATH}.scale.factor`,
    /is NaN; give a factor from -1000 to 1000/,
  ],
  [
    'a scale so large that everything would overflow',
    () => one(by({ $case: 'scale', value: { factor: 1e38 } })),
    `${PATH}.scale.factor`,
    /give a factor from -1000 to 1000/,
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
    'a patch from no source',
    () => one(by({ $case: 'patch', value: { source: 'x' } })),
    `${PATH}.patch.source`,
    /"x" is no source/,
  ],
  [
    'a patch from a position that the source has not',
    () =>
      one(by({ $case: 'patch', value: { source: 's' } }, { thoughts: [], questionPositions: [9] }), {
        sources: [{ id: 's', question: { $case: 'text', value: 'Tina has 3' } }],
      }),
    `${PATH}.patch.source`,
    /"s" has \d tokens and no question position 9/,
  ],
  [
    'two sources of one name',
    () =>
      ask(QUESTION, {
        sources: ['a', 'a'].map((id) => ({ id, question: { $case: 'text' as const, value: QUESTION } })),
      }),
    'sources[1].id',
    /"a" is there twice/,
  ],
  ['an empty source', () => ask(QUESTION, { sources: [{ id: 'a' }] }), 'sources[0].question', /is missing/],
  [
    'a mean of no reference',
    () => one(by({ $case: 'mean', value: { reference: 'none' } })),
    `${PATH}.mean.reference`,
    /"none" is no reference of this model; fit one/,
  ],
  [
    'noise without sigma',
    () => one(by({ $case: 'noise', value: { kind: NoiseKind.ADDED } })),
    `${PATH}.noise.sigma`,
    /is 0; give a number above 0/,
  ],
  [
    'a sigma that is not used',
    () => one(by({ $case: 'noise', value: { sigma: 1 } })),
    `${PATH}.noise.sigma`,
    /norm-matched noise takes none/,
  ],
  [
    'a vector of the wrong length',
    () => one(by({ $case: 'affine', value: { add: vector([1, 2]) } })),
    `${PATH}.affine.add`,
    /has shape \[2\]; vectors here have \[192\]/,
  ],
  [
    'a vector with NaN in it',
    () => one(by({ $case: 'affine', value: { add: vector([1, Number.NaN]) } })),
    `${PATH}.affine.add`,
    /holds NaN at index 1/,
  ],
  [
    'a vector whose bytes are not its shape',
    () => one(by({ $case: 'affine', value: { add: { ...vector([1]), shape: [192] } } })),
    `${PATH}.affine.add`,
    /needs 768 bytes, not 4/,
  ],
  [
    'the clean value of an EOT that stands elsewhere in the clean run',
    () =>
      ask(QUESTION, { variants: [variant('it', [{ ...by({ $case: 'self', value: {} }), eot: true }], 2)] }),
    `${PATH}.eot`,
    /it has no clean value; leave out/,
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
  [
    'a method to come for the other thoughts',
    () => one({ ...zero(4, [1]), later: UNKNOWN_ENUM }),
    `${PATH}.later`,
    /is not known to this server; use RECOMPUTE or HOLD/,
  ],
  [
    'more references than a request takes',
    () =>
      ask(QUESTION, {
        variants: Array.from({ length: 9 }, (_, index) =>
          variant(`v${index}`, [by({ $case: 'mean', value: { reference: `r${index}` } })]),
        ),
      }),
    'variants',
    /name 9 different references; a request takes at most 8/,
  ],
  [
    'different vectors of too many bytes',
    () =>
      ask(QUESTION, {
        variants: Array.from({ length: 4000 }, (_, seed) =>
          variant(`v${seed}`, [
            by(
              { $case: 'noise', value: { seed } },
              { layers: [0, 1, 2, 3, 4, 5, 6, 7], thoughts: [1, 2, 3, 4, 5, 6] },
            ),
          ]),
        ),
      }),
    'variants',
    /add different vectors of more than 64\.0 MiB; send fewer variants/,
  ],
];

for (const [what, request, field, says] of FAULTS) {
  test(what, () => refusedBy(client, request(), field, says));
}
