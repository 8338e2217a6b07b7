import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ComparisonResults } from '../../results/comparison.js';
import type { DecompositionResults } from '../../results/decomposition.js';
import type { RoutingResults } from '../../results/routing.js';
import type { TwinResults } from '../../results/twins.js';
import { decompositionWaterfall } from './decomposition-waterfall.js';
import { lensSteps } from './lens-steps.js';
import { methodComparison } from './method-comparison.js';
import { routingMap } from './routing-map.js';
import { twinPatching } from './twin-patching.js';

test('the routing map averages problems, and its rows add up to 1 with what goes elsewhere', () => {
  const layer = (number: number) => ({ by_class: [[number, 0, 0.1, 0.2]], elsewhere: [0.7 - number] });
  const routing = {
    thoughts: 1,
    token_classes: ['number', 'operator', 'entity', 'other'],
    layers: [{ layer: 4, name: 'middle' }],
    problems: [{ by_layer: { layer_4: layer(0.5) } }, { by_layer: { layer_4: layer(0.3) } }],
  } as unknown as RoutingResults;
  const { values, columns } = routingMap(routing, 4) ?? assert.fail();
  assert.deepEqual(columns, ['number', 'operator', 'entity', 'other', 'elsewhere']);
  assert.deepEqual(values[0]?.map((value) => Number((value ?? NaN).toFixed(12))), [0.4, 0, 0.1, 0.2, 0.3]); // prettier-ignore
  assert.equal(routingMap(routing, 5), null);
});

test('the waterfall sums over layers, averages right baselines, and leads to the mean margin', () => {
  const difference = (scale: number) => ({
    logit: 10 * scale,
    attention: [[1 * scale, 2 * scale], [3 * scale, -1 * scale]], // prettier-ignore
    mlp: [2 * scale, 1 * scale],
    embedding: 1.5 * scale,
    bias: 0.5 * scale,
  });
  const decomposition = {
    groups: ['question_numbers', 'thought_1'],
    problems: [
      { baseline_correct: true, difference: difference(1) },
      { baseline_correct: true, difference: difference(3) },
      { baseline_correct: false, difference: difference(50) },
      { baseline_correct: true, difference: null },
    ],
  } as unknown as DecompositionResults;
  const { steps, caption } = decompositionWaterfall(decomposition) ?? assert.fail();
  assert.deepEqual(
    steps.map(({ name, value }) => [name, value]),
    [
      ['question: numbers', 8],
      ['thought 1', 2],
      ['MLPs', 6],
      ['embedding', 3],
      ['bias', 1],
    ],
  );
  assert.equal(steps.reduce((sum, { value }) => sum + value, 0), 20); // prettier-ignore
  assert.match(caption, /n = 2 problems/);
});

test('methods are compared on right baselines only, with counts and Wilson intervals', () => {
  const effects = (...flips: number[][]) => flips.map((arm) => arm.map((flip) => ({ flip })));
  const comparison = {
    thoughts: 2,
    arms: [{ name: 'zero, total' }, { name: 'mean, total' }],
    problems: [
      ...Array.from({ length: 8 }, (_, index) => ({
        baseline_correct: true,
        effects: effects([index < 4 ? 1 : 0, 0], [index < 3 ? 1 : 0, 1]),
      })),
      { baseline_correct: false, effects: effects([1, 1], [1, 1]) },
    ],
  } as unknown as ComparisonResults;
  const { values, notes, top } = methodComparison(comparison) ?? assert.fail();
  assert.deepEqual(values, [[0.5, 0], [0.375, 1]]); // prettier-ignore
  // scipy.stats.binomtest(3, 8).proportion_ci(method='wilson'): 0.1368, 0.6943.
  assert.equal(notes[2], '3 of 8, 95 % 13.7 to 69.4 %');
  assert.equal(top, 1);
});

test('twins count pairs with both answers right, by the first step that differs', () => {
  const pair = (step: number, both: boolean, took: number) => ({
    first_changed_step: step,
    both_correct: both,
    from_twin: [[1], [2], [1, 2]].map((thoughts) => ({ thoughts, took_answer: thoughts.includes(took) })),
  });
  const twins = {
    pairs: [pair(1, true, 1), pair(1, true, 2), pair(3, true, 2), pair(2, false, 1)],
  } as unknown as TwinResults;
  const { rows, columns, values, caption } = twinPatching(twins) ?? assert.fail();
  assert.deepEqual(
    [rows, columns],
    [
      ['thought 1', 'thought 2', 'thoughts 1 and 2'],
      ['step 1', 'step 3'],
    ],
  );
  assert.deepEqual(values, [[0.5, 0], [0.5, 1], [1, 1]]); // prettier-ignore
  assert.match(caption, /n = 3 pairs with both answers right, of 4/);
  assert.equal(twinPatching({ pairs: [] } as unknown as TwinResults), null);
});

test('what thoughts say is a share of the problems that have the step, and nothing where none has', () => {
  const counts = [
    { thought: 1, step: 1, hits: 3, n: 4 },
    { thought: 1, step: 2, hits: 0, n: 0 },
    { thought: 2, step: 1, hits: 1, n: 4 },
    { thought: 2, step: 2, hits: 0, n: 0 },
  ];
  const { values, notes } = lensSteps(counts, 2, 7) ?? assert.fail();
  assert.deepEqual(values, [[0.75, null], [0.25, null]]); // prettier-ignore
  assert.equal(notes[0], '3 of 4 problems');
  assert.equal(lensSteps([], 2, 7), null);
});
