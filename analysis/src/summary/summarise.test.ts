import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose } from '../statistics/fixtures/fixture.js';
import { summaryOf } from './fixtures/summary-of.js';
import { syntheticResults } from './fixtures/synthetic-results.js';
import { summarySchema } from './schema.js';

const QUICK = { resamples: 200 };

test('the summary is what its schema says, and the same from the file', () => {
  const { ablation, attention } = syntheticResults({ problems: 24 });
  const summary = summaryOf(ablation, attention, QUICK);
  assert.deepEqual(summarySchema.parse(JSON.parse(JSON.stringify(summary))), summary);
});

test('the summary is the same from run to run and for any order of the attention file', () => {
  const { ablation, attention } = syntheticResults({ problems: 24 });
  const first = JSON.stringify(summaryOf(ablation, attention, QUICK));
  attention.problems.reverse();
  assert.equal(JSON.stringify(summaryOf(ablation, attention, QUICK)), first);
});

test('four problems and two thoughts give the numbers worked out by hand', () => {
  const { ablation, attention } = syntheticResults({ problems: 4, importance: [0, 0], attention: [1, 1] });
  // Thought 1: attention 1, 2, 3, 4 and a flip at 1; thought 2: attention 5, 6, 7, 8 and flips at 5, 6, 7.
  const weights = [[1, 5], [2, 6], [3, 7], [4, 8]]; // prettier-ignore
  const flips = [[1, 1], [0, 1], [0, 1], [0, 0]] as const; // prettier-ignore
  for (const [index, problem] of attention.problems.entries()) {
    for (const layer of Object.values(problem.attention_by_layer ?? {})) {
      layer.continuous_token_attention = weights[index] ?? [];
    }
    for (const [thought, single] of (ablation.problems[index]?.token_ablations ?? []).entries()) {
      single.importance = flips[index]?.[thought] ?? 0;
      single.gold_log_prob_drop = index + thought;
    }
  }
  const summary = summaryOf(ablation, attention, QUICK);
  const layer = summary.overall_correlation['layer_14'];
  assert.ok(layer !== undefined);
  // About the grand means: Sxx = 42, Syy = 2, Sxy = 19 - 4.5 * 4 = 1; within thoughts -1.5 - 1.5 and 10, 1.5.
  assertClose(layer.r, 1 / Math.sqrt(84), 1e-12, 'pooled r');
  assertClose(layer.within_position.r, -3 / Math.sqrt(15), 1e-12, 'within-position r');
  assertClose(layer.covariance_split.between, 4, 1e-12, 'between share');
  assertClose(layer.covariance_split.within, -3, 1e-12, 'within share');
  assert.equal(layer.n, 8);
  // Drops 0..3 and 1..4 go up with attention inside each thought.
  assertClose(layer.gold_log_prob_drop.within_position.r, 1, 1e-12, 'within-position r of drops');

  const [first, second] = [summary.per_thought['thought_1'], summary.per_thought['thought_2']];
  assert.equal(first?.importance_mean, 0.25);
  assert.equal(second?.importance_mean, 0.75);
  assert.equal(first.attention_mean, 2.5);
  assert.equal(first.gold_log_prob_drop_mean, 1.5);
  assertClose(first.importance_std, 0.5, 1e-12, 'std of one flip in four');
  assertClose(first.sem, 0.25, 1e-12, 'sem');
  assertClose(first.correlation, -1.5 / Math.sqrt(5 * 0.75), 1e-12, 'r of thought 1');
  const [comparison] = summary.thought_comparisons;
  assert.deepEqual([comparison?.thoughts, comparison?.only_first, comparison?.only_second], [[1, 2], 0, 2]);
  assertClose(comparison?.p_holm ?? null, 0.5, 1e-12, 'McNemar');
  // Attention rises alike in both thoughts, so nothing of its ranks is left inside problems and positions.
  assert.equal(summary.findings.rq2_verdict, 'undefined');
});

test('baseline and truncation are of all problems, and statistics of the baseline-correct ones', () => {
  const { ablation, attention } = syntheticResults({ problems: 8 });
  for (const [index, problem] of ablation.problems.entries()) {
    problem.baseline.correct = index !== 0;
    for (const cut of problem.controls.truncation) cut.correct = index < 3;
  }
  const summary = summaryOf(ablation, attention, QUICK);
  assert.deepEqual(summary.num_problems, { total: 8, analysed: 7 });
  assert.equal(summary.per_thought['thought_1']?.n, 7);
  assert.equal(summary.baseline.overall.accuracy, 7 / 8);
  assert.equal(summary.baseline.by_difficulty['2-step']?.accuracy, 1 / 2);
  assert.equal(summary.by_difficulty['2-step']?.num_problems, 1);
  assert.equal(summary.truncation.accuracy['thoughts_0']?.accuracy, 3 / 8);
  assert.equal(summary.truncation.accuracy['thoughts_6']?.accuracy, 7 / 8);
  // Problem 0 is right only without thoughts, problems 3 to 7 only with them: 2 (1 + 6) / 2^6.
  assert.deepEqual(
    { ...summary.truncation.none_against_all, p: summary.truncation.none_against_all?.p.toFixed(6) },
    { only_none: 1, only_all: 5, p: (14 / 64).toFixed(6) },
  );
});

test('a failed self-patch makes the run invalid, and both findings begin with it', () => {
  const { ablation, attention } = syntheticResults({ problems: 8 });
  for (const problem of ablation.problems.slice(0, 1)) problem.controls.self_patch_equals_baseline = false;
  const { controls, findings } = summaryOf(ablation, attention, QUICK);
  assert.deepEqual(controls, { self_patch_valid: false, self_patch_failures: ['gsm8k_0'] });
  assert.match(findings.rq1[0] ?? '', /^INVALID RUN/);
  assert.match(findings.rq2[0] ?? '', /^INVALID RUN/);
});

test('the EOT row is told apart, over the problems that have it', () => {
  const { ablation, attention } = syntheticResults({ problems: 8 });
  assert.equal(summaryOf(ablation, attention, QUICK).eot_query, null);
  for (const problem of attention.problems.slice(1)) problem.queries.eot = problem.attention_by_layer;
  assert.equal(summaryOf(ablation, attention, QUICK).eot_query?.overall_correlation['layer_14']?.n, 7 * 6);
});

test('the late layer is the asked one, else the one called late, else the deepest', () => {
  const { ablation, attention } = syntheticResults({ problems: 8 });
  assert.equal(summaryOf(ablation, attention, QUICK).late_layer, 14);
  assert.equal(summaryOf(ablation, attention, { ...QUICK, lateLayer: 8 }).late_layer, 8);
  attention.layers = attention.layers.map(({ layer }) => ({ layer, name: `layer ${layer}` })).reverse();
  assert.equal(summaryOf(ablation, attention, QUICK).late_layer, 14);
  assert.throws(() => summaryOf(ablation, attention, { lateLayer: 5 }), AnalysisError);
});

test('nothing undefined is dropped or NaN: with no flips, and with no problem left, there are nulls and reasons', () => {
  const still = syntheticResults({ problems: 8, importance: [0, 0] });
  const withoutFlips = summaryOf(still.ablation, still.attention, QUICK);
  assert.equal(withoutFlips.overall_correlation['layer_14']?.reason, 'y is constant');
  assert.equal(withoutFlips.per_thought['thought_1']?.reason, 'y is constant');
  assert.equal(withoutFlips.findings.rq2_verdict, 'undefined');

  for (const problem of still.ablation.problems) problem.baseline.correct = false;
  const empty = summaryOf(still.ablation, still.attention, QUICK);
  assert.equal(empty.num_problems.analysed, 0);
  assert.equal(empty.exclusions.wrong_baseline.count, 8);
  assert.equal(empty.per_thought['thought_1']?.importance_mean, null);
  assert.match(empty.findings.rq1[0] ?? '', /^No problem is left after the exclusions/);
  assert.deepEqual(summarySchema.parse(JSON.parse(JSON.stringify(empty))), empty);
});

test('attention that differs by position only: p small among the thoughts of a problem, not among problems', () => {
  const { ablation, attention } = syntheticResults({ problems: 100 });
  const layer = summaryOf(ablation, attention, QUICK).overall_correlation['layer_14'];
  assert.ok((layer?.within_problem.permutation_p ?? 1) < 0.01);
  assert.ok((layer?.within_position.permutation_p ?? 0) > 0.05);
  assert.deepEqual(
    [layer?.interval_95, layer?.within_position.interval_95].map((interval) => (interval?.[0] ?? NaN) > 0),
    [true, false],
  );
});

test('attention that follows the flips inside each position is found there', () => {
  const { ablation, attention } = syntheticResults({ problems: 100, withinEffect: 1 });
  assert.equal(summaryOf(ablation, attention, QUICK).findings.rq2_verdict, 'within_positions_too');
});
