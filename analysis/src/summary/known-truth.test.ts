import assert from 'node:assert/strict';
import { test } from 'node:test';

import { syntheticMore } from './fixtures/synthetic-more.js';
import { syntheticResults } from './fixtures/synthetic-results.js';
import { cutRule } from '../experiments/ablation/cut-rule.js';
import { cutFindings, lensFindings } from './findings-known.js';
import { lensReads } from '../experiments/lens/summary.js';
import { numberIn, stepResults } from './known/step-results.js';

const RESAMPLING = { resamples: 400, seed: 1 };

/** Thirty problems of 2, 3 and 4 steps whose answers are right after so many thoughts. */
function cutRun(isRight: (steps: number, thoughtsRun: number, problem: number) => boolean) {
  const { ablation } = syntheticResults({ problems: 30 });
  const { problems } = syntheticMore(ablation);
  for (const [index, problem] of ablation.problems.entries()) {
    for (const cut of problem.controls.truncation) {
      cut.correct = isRight(problems[index]?.reasoning_steps ?? 0, cut.thoughts_run, index);
    }
  }
  return cutRule(ablation.problems, problems, RESAMPLING);
}

test('a model whose thought k carries step k is found out: a cut breaks exactly the longer problems', () => {
  const rule = cutRun((steps, run) => run >= steps);
  assert.equal(rule?.holds, true);
  assert.equal(rule.broken_with_more_steps.mean, 1);
  assert.equal(rule.broken_with_enough_thoughts.mean, 0);
  const after3 = rule.cuts.find((cut) => cut.thoughts_run === 3);
  assert.deepEqual([after3?.more_steps.count, after3?.more_steps.n], [10, 10]);
  assert.deepEqual([after3?.enough_thoughts.count, after3?.enough_thoughts.n], [0, 20]);
  const [finding, cuts] = cutFindings(rule);
  assert.match(finding ?? '', /^Cutting after thought k breaks the problems of more than k steps and keeps/);
  assert.match(cuts ?? '', /after 3, broken 10 of 10 .* with more steps, 0 of 20 .* with no more/);
});

test('a model that needs all its thoughts, or none, is not said to follow the steps', () => {
  for (const rule of [cutRun(() => false), cutRun(() => true), cutRun((_, run) => run >= 3)]) {
    assert.equal(rule?.holds ?? false, false);
  }
  // Right by a coin that knows nothing of the steps.
  const coin = cutRun((_, run, problem) => (problem * 7 + run * 3) % 5 < 2);
  assert.equal(coin?.holds, false);
  assert.match(cutFindings(coin)[0] ?? '', /^It is not shown/);
});

test('the lens of a thought is compared with the results of every step', () => {
  const { ablation } = syntheticResults({ problems: 30 });
  const { lens, problems } = syntheticMore(ablation);
  const reads = lensReads(lens, problems);
  assert.ok(reads !== null);
  assert.equal(reads.layer, 14);
  // Thirty problems have steps 1 and 2, twenty step 3, ten step 4, none step 5; no result is shared.
  assert.deepEqual(
    reads.own_step.map(({ reads: own, chance, verdict }) => [own.count, own.n, chance, verdict]),
    [
      [30, 30, 0, 'mostly'],
      [30, 30, 0, 'mostly'],
      [20, 20, 0, 'mostly'],
      [10, 10, 0, 'mostly'],
      [0, 0, null, 'undefined'],
      [0, 0, null, 'undefined'],
    ],
  );
  assert.ok(reads.cells.every(({ thought, step, reads: { rate } }) => rate === Number(thought === step)));
  assert.equal(reads.by_layer[0]?.own_step[0]?.count, 0);
  assert.match(
    lensFindings(reads)[0] ?? '',
    /^The lens of thought k reads step k's result in most problems for k = 1, 2, 3, 4 \(layer 14/,
  );
});

test('numbers are read out of equations and tokens', () => {
  assert.deepEqual(stepResults({ steps: ['6*2=12', '1,000+1=1,001', '1-3=-2', 'then'] }), [
    12,
    1001,
    -2,
    null,
  ]);
  for (const [text, number] of [
    [' 12', 12],
    ['\u258112', 12],
    ['\u012012', 12],
    ['the', null],
    ['', null],
    ['2.5', 2.5],
  ] as const) {
    // prettier-ignore
    assert.equal(numberIn(text), number, text);
  }
});
