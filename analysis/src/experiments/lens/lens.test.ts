import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lensResultsSchema } from './results.js';
import { handMadeRollout } from '../testing/hand-made.js';
import { lensRecord } from './lens.js';

test('The journal keeps of each thought and layer the tokens in their order, with their log-probabilities', () => {
  const token = (piece: string, logProb: number) => ({ token: Number(piece), piece, logProb });
  const { lens } = lensRecord(
    'p',
    'baseline',
    handMadeRollout(12, {
      lens: [
        { thought: 1, layer: 7, top: [token('4', -0.1), token('8', -3)] },
        { thought: 2, layer: 7, top: [token('12', -0.2), token('4', -2)] },
      ],
    }),
  );
  assert.deepEqual(
    lens.map(({ thought, layer, top }) => [thought, layer, top.map(({ piece }) => piece)]),
    [
      [1, 7, ['4', '8']],
      [2, 7, ['12', '4']],
    ],
  );
  assert.deepEqual(lens[1]?.top[0], { token: 12, piece: '12', log_prob: -0.2 });
  const readings = lensResultsSchema.shape.problems.element.shape.readings;
  assert.deepEqual(readings.parse(lens), lens);
});
