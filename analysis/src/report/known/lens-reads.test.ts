import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Problem } from '../../datasets/index.js';
import type { LensResults } from '../../results/lens.js';
import { lensCounts, lensReads, saidProblems, type SaidProblem } from './lens-reads.js';

const said = (results: (number | null)[], ...numbers: (number | null)[]): SaidProblem => ({
  results,
  said: new Map(numbers.map((number, index) => [index + 1, number])),
});

test('readings of one layer meet the equations of their problem; problems without equations are left out', () => {
  const reading = (thought: number, layer: number, piece: string) => ({
    thought,
    layer,
    top: [{ token: 1, piece, log_prob: -0.1 }],
  });
  const lens = {
    problems: [
      { problem_id: 'a', readings: [reading(1, 3, '99'), reading(1, 7, '\u012012'), reading(2, 7, 'the')] },
      { problem_id: 'b', readings: [reading(1, 7, '5')] },
    ],
  } as unknown as LensResults;
  const dataset = new Map([
    ['a', { steps: ['6*2=12', '12+1=13'] } as Problem],
    ['b', {} as Problem],
  ]);
  assert.deepEqual(saidProblems(lens, dataset, 7), [
    { results: [12, 13], said: new Map([[1, 12], [2, null]]) }, // prettier-ignore
  ]);
});

test('a thought is counted against every step that a problem has; equal results count for both', () => {
  const counts = lensCounts([said([12, 13], 12, 13), said([7], 7, 7), said([5, 5], 5, 4)]);
  assert.deepEqual(counts, [
    { thought: 1, step: 1, hits: 3, n: 3 },
    { thought: 1, step: 2, hits: 1, n: 2 },
    { thought: 2, step: 1, hits: 1, n: 3 },
    { thought: 2, step: 2, hits: 1, n: 2 },
  ]);
});

test('thoughts that read their own step are told by a paired test on the same problems', () => {
  // Exact McNemar 8 against 0: p = 0.0078, after Holm over two thoughts 0.0156.
  const clear = Array.from({ length: 8 }, () => said([1, 2], 1, 2));
  const { verdict, because, evidence } = lensReads(clear, 7);
  assert.equal(verdict, 'holds');
  assert.match(because, /^It does for thoughts 1 and 2\. .*Holm-adjusted over 2 thoughts/);
  assert.deepEqual(
    evidence[1],
    'Thought 2: 8 of 8 (100 %, 95 % interval 67.6 to 100 %) of the problems with at least 2 steps.',
  );
});

test('5 against 0 is no more than chance (p = 0.0625), and equal results tell nothing', () => {
  assert.equal(lensReads(Array.from({ length: 5 }, () => said([1, 2], 1, 2)), 7).verdict, 'open'); // prettier-ignore
  assert.equal(lensReads(Array.from({ length: 50 }, () => said([3, 3], 3, 3)), 7).verdict, 'open'); // prettier-ignore
});

test('thoughts that lag a step behind contradict the claim', () => {
  const lagging = Array.from({ length: 20 }, () => said([1, 2, 3], 99, 1, 2));
  const { verdict, because } = lensReads(lagging, 7);
  assert.equal(verdict, 'does not hold');
  assert.match(because, /^It does not for thoughts 2 and 3 and cannot be told for thought 1\./);
});

test('no equations, no claim', () => {
  assert.equal(lensReads([], 7).verdict, 'open');
  assert.match(lensReads([], 7).because, /^Too few problems to say\./);
});
