import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ReplicatedProblem } from './results.js';
import { replicationStages } from './stages.js';

const RESAMPLING = { resamples: 200, seed: 1 };
const SLOTS = [0, 1, 2, 3, 4, 5];

/** One flip a problem, at a slot that moves on from problem to problem. */
function problem(index: number, rest: Partial<ReplicatedProblem> = {}): ReplicatedProblem {
  const flips = SLOTS.map((slot) => Number(slot === index % 6));
  const drops = SLOTS.map((slot) => ((slot * 7 + index * 5) % 11) / 10);
  return {
    id: String(index),
    origin: {
      correct: true,
      wrongWithoutAll: index % 2 === 0,
      flips,
      // As the origin pairs them, attention is importance.
      window: flips.map((flip) => 0.1 + 0.2 * flip),
      // At the slots that were ablated it is the same for all.
      aligned: SLOTS.map(() => 0.1),
    },
    five: { correct: index % 6 !== 0, flips },
    official: {
      correct: true,
      flips: flips.map((flip) => 1 - flip),
      drops,
      eot: flips,
      // Importance, under differences between slots that are larger: ranks inside slots are those of the drops.
      number: drops.map((drop, slot) => Math.exp(drop) * 10 ** slot),
    },
    ...rest,
  };
}

const stages = replicationStages(
  Array.from({ length: 60 }, (_, index) => problem(index)),
  RESAMPLING,
);

test('Each stage has the problems that its rule keeps', () => {
  // 30 of 60 are selected; of those ten in thirty are wrong in the run of five thoughts.
  assert.deepEqual(
    stages.map(({ problems }) => problems),
    [30, 30, 20, 30, 30, 60, 60, 60],
  );
});

test('Attention that is importance in the pairing of the origin is a correlation of 1 there', () => {
  assert.ok(Math.abs((stages[0]?.pooled.r ?? 0) - 1) < 1e-12);
  assert.equal(stages[0]?.conclusion, 'attention goes with importance');
});

test('Attention that is the same everywhere at the ablated slots has no correlation, with a reason', () => {
  const { headline, pooled, conclusion } = stages[1] ?? assert.fail();
  assert.equal(headline, null);
  assert.match(pooled.reason ?? '', /constant/);
  assert.equal(conclusion, 'nothing can be said');
});

test('Attention on the one slot that does not flip is a correlation of -1', () => {
  assert.ok(Math.abs((stages[3]?.pooled.r ?? 0) + 1) < 1e-12);
  assert.equal(stages[3]?.conclusion, 'attention goes against importance');
});

test('The last stage reports what is left when slot and problem are taken off: all of it here', () => {
  const last = stages.at(-1);
  assert.ok((last?.pooled.r ?? 1) < 0.5, 'hidden in the pooled correlation');
  assert.ok(Math.abs((last?.headline ?? 0) - 1) < 1e-9);
  assert.equal(last?.headline, last?.conditional.r);
  assert.equal(last?.outcome, 'gold_log_prob_drop');
});

test('Means by slot are those of the problems that count', () => {
  assert.deepEqual(
    stages[3]?.importance.map((share) => Math.round(share * 30)),
    // Of the selected ones (even numbers) only slots 0, 2 and 4 keep their answers, ten times each.
    [20, 30, 20, 30, 20, 30],
  );
});
