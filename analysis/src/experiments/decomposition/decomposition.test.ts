import assert from 'node:assert/strict';
import { test } from 'node:test';

import { handMadeRollout, handMadeTensor, PROBLEM } from '../testing/hand-made.js';
import {
  type DecompositionRecord,
  additivityError,
  checkAdditivity,
  decompositionRecord,
  failedAdditivity,
  problemDecomposition,
} from './problem-decomposition.js';

/** Two layers of two heads and three groups; every part is a power of two or a sum of few. */
const attention = [
  [
    [1, 2, 4],
    [8, 16, 32],
  ],
  [
    [-1, 0, 0],
    [0, 0, 0.5],
  ],
];

function attribution(logit: number) {
  const token = (piece: string, of: number) => ({
    token: { token: Number(piece), piece, logProb: -1 },
    logit: of,
    attention: handMadeTensor([2, 2, 3], attention.flat(2)),
    mlp: handMadeTensor([2], [0.25, 2]),
    embedding: -0.5,
    bias: 0.125,
  });
  return { position: 9, keyGroups: ['a', 'b', 'c'], gold: token('12', logit), rival: token('4', 64.375) };
}

const record = (logit: number): DecompositionRecord =>
  decompositionRecord('p', 'baseline', handMadeRollout(12, { attribution: attribution(logit) }));

test('Attention is summed over heads by source slot, and over source slots by head', () => {
  assert.deepEqual(record(64.375).attribution?.gold, {
    piece: '12',
    logit: 64.375,
    attention: [
      [9, 18, 36],
      [-1, 0, 0.5],
    ],
    heads: [
      [7, 56],
      [-1, 0.5],
    ],
    mlp: [0.25, 2],
    embedding: -0.5,
    bias: 0.125,
  });
});

test('The difference of two logits is that of their parts', () => {
  const { difference } = problemDecomposition({ problem: PROBLEM, record: record(64.375) });
  assert.deepEqual([difference?.piece, difference?.logit], ['12 - 4', 0]);
  assert.ok(difference?.attention.flat().every((part) => part === 0));
  const none = decompositionRecord('p', 'baseline', handMadeRollout(12));
  const { gold, rival, difference: missing } = problemDecomposition({ problem: PROBLEM, record: none });
  assert.deepEqual([gold, rival, missing], [null, null, null]);
});

const exact = { approximate: false, layers: 2 };

test('Parts that do not add up to the logit within a thousandth of it are counted and refused', () => {
  const parts = (logit: number) => problemDecomposition({ problem: PROBLEM, record: record(logit) });
  const right = parts(64.375);
  const near = parts(64.375 + 0.03);
  const wrong = parts(64.375 + 0.1);
  assert.equal(additivityError(right.gold as NonNullable<typeof right.gold>), 0);
  const good = { problems: [right], additivity: checkAdditivity([right], exact) };
  assert.deepEqual(good.additivity, { tolerance: 1e-3, largest_error: 0, not_additive: [] });
  assert.equal(failedAdditivity(good), null);
  // The error counts against the logit of each: against a difference of 0 it would be large, so there 1 stands.
  const { largest_error: error, not_additive: failed } = checkAdditivity([near], exact);
  assert.deepEqual([error.toFixed(3), failed], ['0.030', ['p']]);
  const both = { problems: [right, wrong], additivity: checkAdditivity([right, wrong], exact) };
  assert.match(failedAdditivity(both) ?? '', /within 0\.001 in 1 of 2 problems \(p\)/);
});

test('Parts of a model with inputs rounded to 8 bits add up within the spread of that rounding', () => {
  const parts = (logit: number) => problemDecomposition({ problem: PROBLEM, record: record(logit) });
  const check = (logit: number, layers: number) =>
    checkAdditivity([parts(logit)], { approximate: true, layers });
  // Two layers and the head: sqrt(3) x 5.657 / 127 / 3.464 = 2.23 %; eight and the head 3.86 %.
  assert.deepEqual([check(64.375, 2), check(64.375, 8)].map(({ tolerance }) => tolerance.toFixed(4)), ['0.0223', '0.0386']); // prettier-ignore
  assert.deepEqual(check(64.375 + 1, 2).not_additive, []);
  // A whole part left out, as little as one head of the example, is still seen.
  assert.deepEqual(check(64.375 - 7, 8).not_additive, ['p']);
});
