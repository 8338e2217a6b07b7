import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { syntheticResults } from './fixtures/synthetic-results.js';
import { matchProblems } from './match-problems.js';

function results() {
  return structuredClone(syntheticResults({ problems: 8 }));
}

/** The element of a list that must be there. */
function item<T>(list: readonly T[], index: number): T {
  const found = list[index];
  assert.ok(found !== undefined);
  return found;
}

const badResults = (fact: RegExp) => (error: unknown) =>
  error instanceof AnalysisError && error.code === 'BAD_RESULTS' && fact.test(error.message);

test('problems are joined by id, in whatever order the attention file holds them', () => {
  const { ablation, attention } = results();
  const expected = attention.problems.map(
    (problem) => problem.attention_by_layer?.['layer_14']?.continuous_token_attention,
  );
  attention.problems.reverse();
  const { analysed } = matchProblems(ablation, attention);
  assert.equal(analysed.length, 8);
  assert.deepEqual(
    analysed.map((problem) => problem.attention('number', 14)),
    expected,
  );
});

test('every exclusion is counted once, with the id and the first reason that applies', () => {
  const { ablation, attention } = results();
  const baseline = (index: number) => item(ablation.problems, index).baseline;
  Object.assign(baseline(0), { correct: false });
  Object.assign(baseline(1), { correct: false, predicted_answer: null });
  Object.assign(baseline(2), { correct: false, truncated: true });
  item(attention.problems, 3).attention_by_layer = null;
  item(attention.problems, 5).baseline_correct = false;
  item(attention.problems, 6).problem_id = 'elsewhere';
  item(item(ablation.problems, 7).token_ablations, 0).gold_log_prob_drop = null;
  ablation.refused.push({ problem_id: 'too long', reason: 'text: has 999 tokens' });
  const { analysed, exclusions } = matchProblems(ablation, attention);
  assert.deepEqual(
    analysed.map(({ id }) => id),
    ['gsm8k_4'],
  );
  assert.deepEqual(exclusions, {
    refused: { count: 1, problem_ids: ['too long'] },
    no_score: { count: 1, problem_ids: ['gsm8k_7'] },
    no_number: { count: 1, problem_ids: ['gsm8k_1'] },
    truncated: { count: 1, problem_ids: ['gsm8k_2'] },
    wrong_baseline: { count: 1, problem_ids: ['gsm8k_0'] },
    missing_attention: { count: 2, problem_ids: ['gsm8k_3', 'gsm8k_6'] },
    baseline_disagrees: { count: 1, problem_ids: ['gsm8k_5'] },
    missing_ablation: { count: 1, problem_ids: ['elsewhere'] },
  });
});

test('a problem that is twice in a file is an error', () => {
  const { ablation, attention } = results();
  item(attention.problems, 1).problem_id = 'gsm8k_0';
  assert.throws(() => matchProblems(ablation, attention), badResults(/gsm8k_0 is twice in the attention/));
});

test('single ablations are found by their thought, not by their place; a missing one is an error', () => {
  const { ablation, attention } = results();
  const before = matchProblems(ablation, attention).analysed.map(({ drops }) => drops);
  for (const problem of ablation.problems) problem.token_ablations.reverse();
  const after = matchProblems(ablation, attention).analysed.map(({ drops }) => drops);
  assert.deepEqual(after, before);
  item(ablation.problems, 2).token_ablations.pop();
  assert.throws(() => matchProblems(ablation, attention), badResults(/no ablation of thought 1 alone/));
});

test('a layer that the attention file announces must be there for every thought', () => {
  const { ablation, attention } = results();
  item(attention.problems, 4).attention_by_layer?.['layer_8']?.continuous_token_attention.pop();
  assert.throws(
    () => matchProblems(ablation, attention),
    badResults(/gsm8k_4 lacks the attention of layer 8/),
  );
});
