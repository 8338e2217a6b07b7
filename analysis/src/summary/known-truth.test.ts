import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Problem } from '../datasets/problem.js';
import type { ProblemAblations } from '../experiments/ablation/results.js';
import type { LensResults } from '../experiments/lens/results.js';
import { syntheticMore } from './fixtures/synthetic-more.js';
import { syntheticResults } from './fixtures/synthetic-results.js';
import { cutRule, cutSentences } from '../experiments/ablation/cut-rule.js';
import { lensReads, lensSentences } from '../experiments/lens/summary.js';

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
  const [finding, cuts] = cutSentences(rule);
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
  assert.match(cutSentences(coin)[0] ?? '', /^It is not shown/);
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
    lensSentences(reads)[0] ?? '',
    /^The lens of thought k reads step k's result in most problems for k = 1, 2, 3, 4 \(layer 14/,
  );
});

test('readings of the deepest layer meet the equations of their problem; without equations a problem is left out', () => {
  const reading = (thought: number, layer: number, piece: string) => ({
    thought,
    layer,
    top: [{ token: 1, piece, log_prob: -0.1 }],
  });
  const lens = {
    thoughts: 2,
    layers: [{ layer: 7 }, { layer: 3 }],
    problems: [
      {
        problem_id: 'a',
        readings: [reading(1, 3, '99'), reading(2, 3, '12'), reading(1, 7, '\u012012'), reading(2, 7, 'the')],
      },
      // Equal results count for both steps.
      {
        problem_id: 'b',
        readings: [3, 7].flatMap((layer) => [reading(1, layer, '5'), reading(2, layer, '4')]),
      },
      {
        problem_id: 'c',
        readings: [3, 7].flatMap((layer) => [reading(1, layer, '8'), reading(2, layer, '8')]),
      },
    ],
  } as unknown as LensResults;
  const dataset = [
    { gsm8k_id: 'a', steps: ['6*2=12', '12+1=13'] },
    { gsm8k_id: 'b', steps: ['2+3=5', '5*1=5'] },
    { gsm8k_id: 'c' },
  ] as unknown as Problem[];
  const reads = lensReads(lens, dataset) ?? assert.fail();
  assert.deepEqual([reads.problems, reads.layer], [2, 7]);
  assert.deepEqual(
    reads.cells.map(({ thought, step, reads: { count, n } }) => [thought, step, count, n]),
    [
      [1, 1, 2, 2],
      [1, 2, 1, 2],
      [2, 1, 0, 2],
      [2, 2, 0, 2],
    ],
  );
  assert.deepEqual(reads.by_layer[0]?.own_step.map(({ count }) => count), [1, 0]); // prettier-ignore
  assert.equal(lensReads(lens, []), null);
});

test('thoughts that lag a step behind are not said to read their own', () => {
  const { ablation } = syntheticResults({ problems: 30 });
  const { lens, problems } = syntheticMore(ablation);
  for (const { readings } of lens.problems)
    for (const each of readings) each.thought = (each.thought % 6) + 1;
  const reads = lensReads(lens, problems);
  assert.deepEqual(reads?.own_step.slice(1, 4).map(({ verdict }) => verdict), ['not_shown', 'not_shown', 'not_shown']); // prettier-ignore
});

test('a cut breaks right answers only; problems whose steps are not known do not count', () => {
  const row = (id: string, right: boolean, cuts: boolean[]) => ({
    problem_id: id,
    baseline: { correct: right },
    controls: { truncation: cuts.map((correct, thoughts_run) => ({ thoughts_run, correct })) },
  });
  const ablations = [
    row('two', true, [false, false, true]),
    row('three', true, [true, false, false]),
    row('wrong', false, [false, false, false]),
    row('unknown', true, [false, false, false]),
  ] as unknown as ProblemAblations[];
  const dataset = [
    { gsm8k_id: 'two', reasoning_steps: 2 },
    { gsm8k_id: 'three', reasoning_steps: 3 },
    { gsm8k_id: 'wrong', reasoning_steps: 2 },
  ] as Problem[];
  const rule = cutRule(ablations, dataset, RESAMPLING) ?? assert.fail();
  assert.deepEqual([rule.problems, rule.baseline_correct], [3, 2]);
  assert.deepEqual(
    rule.cuts.map(({ thoughts_run: run, more_steps: more, enough_thoughts: enough }) => [
      run,
      [more.count, more.n],
      [enough.count, enough.n],
    ]),
    [
      [0, [1, 2], [0, 0]],
      [1, [2, 2], [0, 0]],
      [2, [1, 1], [0, 1]],
    ],
  );
});

test("the counts of a cut have Wilson's intervals", () => {
  const rule = cutRun((steps, run) => run >= steps);
  const cut = rule?.cuts.find(({ thoughts_run: run }) => run === 3);
  // scipy.stats.binomtest(10, 10).proportion_ci(method='wilson'): 0.7224672001371107, 1.
  assert.ok(Math.abs((cut?.more_steps.wilson_95?.[0] ?? 0) - 0.7224672001371107) < 1e-12);
});
