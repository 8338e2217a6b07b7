import { encodeTensor, NoiseKind, type Tensor } from '@codiscope/proto';

import { by, one, PATH, testFaults, UNKNOWN_ENUM } from './harness/faults.js';
import { QUESTION } from './harness/refusals.js';
import { ask, variant, zero } from './harness/requests.js';

function vector(values: number[]): Tensor {
  return encodeTensor({ shape: [values.length], data: Float32Array.from(values) });
}

testFaults([
  ['no method', () => one(by(undefined)), PATH, /no method that this server knows; give `zero`/],
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
    'a patch from no source',
    () => one(by({ $case: 'patch', value: { source: 'x' } })),
    `${PATH}.patch.source`,
    /"x" is no source/,
  ],
  [
    'a patch from a position that the source does not have',
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
]);
