import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AblationResults } from '../../results/ablation.js';
import { cutCounts, truncationBreaks, type CutCounts } from './truncation-breaks.js';

/** Problems with a right or wrong baseline, their steps, and whether each cut after 0, 1, .. thoughts is right. */
function results(...rows: readonly { id: string; right: boolean; cuts: readonly boolean[] }[]) {
  return {
    problems: rows.map(({ id, right, cuts }) => ({
      problem_id: id,
      baseline: { correct: right },
      controls: { truncation: cuts.map((correct, thoughts_run) => ({ thoughts_run, correct })) },
    })),
  } as unknown as AblationResults;
}

test('a cut breaks right answers only; problems without known steps do not count', () => {
  const ablation = results(
    { id: 'two', right: true, cuts: [false, false, true] },
    { id: 'three', right: true, cuts: [true, false, false] },
    { id: 'wrong', right: false, cuts: [false, false, false] },
    { id: 'unknown', right: true, cuts: [false, false, false] },
  );
  const steps = new Map([['two', 2], ['three', 3], ['wrong', 2]]); // prettier-ignore
  assert.deepEqual(cutCounts(ablation, steps), [
    { cut: 0, longer: { hits: 1, n: 2 }, others: { hits: 0, n: 0 } },
    { cut: 1, longer: { hits: 2, n: 2 }, others: { hits: 0, n: 0 } },
    { cut: 2, longer: { hits: 1, n: 1 }, others: { hits: 0, n: 1 } },
  ]);
});

function counts(cut: number, [longerHits, longerN]: number[], [otherHits, otherN]: number[]): CutCounts {
  return {
    cut,
    longer: { hits: longerHits ?? 0, n: longerN ?? 0 },
    others: { hits: otherHits ?? 0, n: otherN ?? 0 },
  };
}

test('it holds where every cut that can be judged separates the two, and the counts have Wilson intervals', () => {
  const { verdict, because, evidence } = truncationBreaks([
    counts(1, [80, 85], [0, 0]),
    counts(2, [57, 61], [5, 24]),
    counts(3, [33, 36], [7, 49]),
  ]);
  assert.equal(verdict, 'holds');
  assert.match(because, /^It does after thoughts 2 and 3\. /);
  // scipy.stats.binomtest(57, 61).proportion_ci(method='wilson'): 0.8432, 0.9742.
  assert.match(
    evidence[1] ?? '',
    /^Cut after 2: of more than 2 steps 57 of 61 \(93\.4 %, 95 % interval 84\.3 to 97\.4 %\) break/,
  );
  assert.doesNotMatch(evidence[0] ?? '', /of the others/);
});

test('a cut that does not break its longer problems is told, and makes the claim hold in part only', () => {
  const separated = [counts(2, [57, 61], [5, 24]), counts(3, [33, 36], [7, 49])];
  const { verdict, because } = truncationBreaks([...separated, counts(5, [0, 5], [1, 80])]);
  assert.equal(verdict, 'holds in part');
  assert.match(because, /^It does after thoughts 2 and 3 and does not after thought 5\. /);
});

test('a model that needs no thought contradicts the claim, and too few problems leave it open', () => {
  assert.equal(
    truncationBreaks([counts(2, [3, 60], [2, 60]), counts(3, [2, 60], [2, 60])]).verdict,
    'does not hold',
  );
  assert.equal(truncationBreaks([counts(2, [4, 4], [0, 4])]).verdict, 'open');
  assert.equal(truncationBreaks([counts(2, [4, 6], [3, 6]), counts(3, [4, 6], [3, 6])]).verdict, 'open');
  assert.match(truncationBreaks([]).because, /^Too few problems to say\./);
});
