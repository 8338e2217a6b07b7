import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AttentionQuery } from '@codiscope/proto';

import { handMadeRollout, handMadeTensor, PROBLEM } from '../testing/hand-made.js';
import { problemRouting, routingRecord } from './problem-routing.js';

// Powers of two are the same in float32, so sums are exact.
const row = (position: number, weights: readonly number[]) => ({
  query: AttentionQuery.THOUGHTS,
  number: position - 3,
  position,
  layers: [2],
  weights: handMadeTensor([1, 1, weights.length], weights),
});

const problem = { ...PROBLEM, question: '4 apples more' };
const rollout = handMadeRollout(12, {
  layout: { questionTokens: 3, bot: 3, thoughts: 2, eot: 6 },
  attention: [row(4, [0.5, 0.125, 0.125, 0.125, 0.125]), row(5, [0.25, 0.25, 0, 0.25, 0.125, 0.125])],
});

test('Each thought has its weights on the question, their sums by class, and what is left for BOT and thoughts', () => {
  const routed = problemRouting(problem, ['4', 'apples', 'more'], routingRecord('p', 'baseline', rollout));
  assert.deepEqual(
    routed.tokens.map((token) => token.class),
    ['number', 'entity', 'operator'],
  );
  assert.deepEqual(routed.by_layer, {
    layer_2: {
      weights: [
        [0.5, 0.125, 0.125],
        [0.25, 0.25, 0],
      ],
      // number, operator, entity, other
      by_class: [
        [0.5, 0.125, 0.125, 0],
        [0.25, 0, 0.25, 0],
      ],
      elsewhere: [0.25, 0.5],
    },
  });
});
