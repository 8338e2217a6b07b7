import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertClose } from '../statistics/fixtures/fixture.js';
import { syntheticMore } from './fixtures/synthetic-more.js';
import { summaryOf } from './fixtures/summary-of.js';
import { syntheticResults } from './fixtures/synthetic-results.js';
import { summarySchema } from './schema.js';

const QUICK = { resamples: 200 };
const { ablation, attention } = syntheticResults({ problems: 40 });
const more = syntheticMore(ablation);
const summary = summaryOf(ablation, attention, QUICK, more);

test('a summary of everything is what its schema says', () => {
  assert.deepEqual(summarySchema.parse(JSON.parse(JSON.stringify(summary))), summary);
  const { findings } = summary;
  assert.equal(findings.mechanism.length, 6);
  assert.equal(findings.known_truth.length, 3);
});

test('the mass of every layer sums to 1', () => {
  for (const { total, problems } of Object.values(summary.attention_mass)) {
    assertClose(total, 1, 1e-12, 'mass');
    assert.equal(problems, 40);
  }
});

test('heads that carry the planted relation are marked, and others are not', () => {
  const planted = syntheticResults({ problems: 60, withinEffect: 1 });
  const noise = syntheticResults({ problems: 60, seed: 99 });
  for (const [index, problem] of planted.attention.problems.entries()) {
    for (const [key, layer] of Object.entries(problem.attention_by_layer ?? {})) {
      const other = noise.attention.problems[index]?.attention_by_layer?.[key];
      layer.heads = [layer.continuous_token_attention, other?.continuous_token_attention ?? []];
    }
  }
  const { head_map: map } = summaryOf(planted.ablation, planted.attention, QUICK);
  assert.deepEqual(
    map?.flips.p_bh.map((row) => row.map((p) => p !== null && p < 0.05)),
    [
      [true, false],
      [true, false],
      [true, false],
    ],
  );
  assert.equal(map.permutations, 200);
});

test('routing and decomposition are means whose parts add up', () => {
  const [thought] = summary.routing?.by_layer['layer_14'] ?? [];
  assertClose(thought?.total ?? null, 1, 1e-12, 'routing');
  assert.equal(thought?.classes['number']?.mean, 0.4);
  assert.equal(summary.routing?.token_shares['number'], 0.25);
  // Attention 1.5 to BOT and 0 to thought 1, MLPs 1, embedding 0.5.
  const { decomposition } = summary;
  assert.equal(decomposition?.margin.mean, 3);
  assert.deepEqual(
    decomposition.attention.map(({ group, mean }) => [group, mean]),
    [
      ['bot', 1.5],
      ['thought_1', 0],
    ],
  );
  assert.equal(decomposition.additivity_error, 0);
});

test('methods are compared on the same problems, and attention predicts the arm that it was made of', () => {
  const [total] = summary.comparison?.arms ?? [];
  assert.deepEqual([total?.thoughts[0]?.flips.count, total?.thoughts[1]?.flips.count], [20, 0]);
  assert.equal(total?.norm_ratio, 0.5);
  assert.equal(total.relative_distance, 1.5);
  assert.equal(summary.comparison?.arms[1]?.norm_ratio, null);
  const own = summary.attention_bench?.find(({ predictor }) => predictor === 'attention');
  assert.ok((own?.layers[1]?.r ?? 0) > 0.9, `${own?.layers[1]?.r ?? 'none'}`);
  assert.ok((own?.layers[1]?.p_holm ?? 1) < 0.05);
});

test('twins tell which thought holds which value', () => {
  const cell = (thought: number, step: number) =>
    summary.twins?.from_twin.find((each) => each.thoughts[0] === thought && each.first_changed_step === step);
  assert.deepEqual([cell(1, 1)?.took_answer.count, cell(1, 1)?.took_answer.n], [20, 20]);
  assert.equal(cell(1, 2)?.took_answer.count, 0);
  assert.equal(cell(2, 2)?.shift.mean, 4);
  assert.match(
    summary.findings.mechanism.at(-1) ?? '',
    /in most pairs for thought 1 where step 1 changes \(20 of 20/,
  );
});

test('thoughts whose ablation costs next to nothing are shown to, the others are not', () => {
  const quiet = syntheticResults({ problems: 60, importance: [0.5, 0] });
  for (const [index, problem] of quiet.ablation.problems.entries()) {
    const last = problem.token_ablations[1];
    if (last !== undefined) last.gold_log_prob_drop = index % 2 === 0 ? 0.01 : -0.01;
  }
  const { thought_equivalence: tests, findings } = summaryOf(quiet.ablation, quiet.attention, QUICK);
  assert.deepEqual(
    tests.map((each) => each.shown_smaller),
    [false, true],
  );
  assert.ok(findings.rq1.some((sentence) => sentence.startsWith('Ablating thought 2 is shown to change')));
});
