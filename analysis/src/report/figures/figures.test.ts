import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertClose } from '../../statistics/fixtures/fixture.js';
import { syntheticResults } from '../../summary/fixtures/synthetic-results.js';
import { matchProblems, summarise } from '../../summary/index.js';
import { attentionMass } from './attention-mass.js';
import { attentionScatter } from './attention-scatter.js';
import { betweenWithin, withinSlope } from './between-within.js';
import { dropHeatmap } from './drop-heatmap.js';
import { fisherInterval } from './fisher-interval.js';
import { headMap } from './head-map.js';
import { importanceFigure } from './importance.js';
import { positionCorrelations } from './position-correlations.js';
import { setText } from './set-text.js';
import { truncationCurve } from './truncation-curve.js';

const { ablation, attention } = syntheticResults({ problems: 40 });
const summary = summarise(ablation, attention, { resamples: 50 });
const { analysed } = matchProblems(ablation, attention);

/** Within what rounding for the page leaves. */
function assertNear(actual: number | null | undefined, expected: number, tolerance: number): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) <= tolerance, `${actual} instead of ${expected}`);
}

test('Fisher’s interval is scipy’s', () => {
  const [low = null, high = null] = fisherInterval(0.8109341147336697, 6) ?? [];
  assertClose(low, -0.001834470510333877, 1e-12, 'low');
  assertClose(high, 0.9785134519186935, 1e-12, 'high');
  assert.equal(fisherInterval(0.5, 3), null);
  assert.equal(fisherInterval(1, 50), null);
});

test('the slope inside positions is that of a regression with one intercept a position', () => {
  const [x, y] = [[0.1, 0.2, 0.4, 0.3, 0.5, 0.9], [1, 2, 1.5, 0.2, 0.1, 0.9]]; // prettier-ignore
  const points = x.map((each, index) => ({
    x: each,
    y: y[index] ?? 0,
    thought: index < 3 ? 1 : 2,
    flip: false,
  }));
  // numpy.linalg.lstsq with dummies of the two groups.
  assertClose(withinSlope(points), 1.2428571428571418, 1e-12, 'slope');
  assert.equal(withinSlope(points.map((point) => ({ ...point, x: point.thought }))), null);
});

test('importance has a bar, an interval and a count for each thought', () => {
  const { series, numbers, categories } = importanceFigure(summary);
  const flips = Object.values(summary.per_thought).map((thought) => thought.flips);
  assert.deepEqual(series[0]?.values, flips.map((count) => count / 40)); // prettier-ignore
  assert.deepEqual(series[0].notes, flips.map((count) => `${count} of 40 flip`)); // prettier-ignore
  assert.deepEqual([categories.length, numbers?.rows.length], [6, 6]);
  for (const [index, value] of series[0].values.entries())
    assert.ok((series[0].low[index] ?? NaN) <= value && value <= (series[0].high[index] ?? NaN));
});

test('the heatmap keeps every drop and dots every flip', () => {
  const { values, marks, problems, groups, columns } = dropHeatmap(summary, analysed);
  const byId = new Map(analysed.map((problem) => [problem.id, problem]));
  for (const [column, id] of problems.entries())
    for (const [thought, drop] of (byId.get(id)?.drops ?? []).entries())
      assertNear(values[thought]?.[column], drop, 5e-4);
  const flips = analysed.reduce((sum, problem) => sum + problem.flips.filter((flip) => flip === 1).length, 0);
  assert.equal(marks.length, flips);
  for (const place of marks)
    assert.equal(
      byId.get(problems[place % columns.length] ?? '')?.flips[Math.floor(place / columns.length)],
      1,
    );
  assert.deepEqual([groups[0]?.start, groups.at(-1)?.end], [0, 40]);
});

test('a point of the scatter belongs to the problem of its place', () => {
  const figure = attentionScatter(summary, analysed) ?? assert.fail();
  assert.equal(figure.x.length, 240);
  const place = 6 * 17 + 4;
  const problem = analysed.find(({ id }) => id === figure.problems[17]);
  assert.equal(figure.thoughts[place], 5);
  assertNear(figure.y[place], problem?.drops[4] ?? NaN, 1e-3);
  assertNear(figure.x[place], problem?.attention('number', 14)?.[4] ?? NaN, 1e-5);
});

test('between and within: lines of one slope through the means, and attention never below 0', () => {
  const { within, means } = betweenWithin(summary, analysed) ?? assert.fail();
  const slopes = within.map((line) => {
    const [[x1, y1], [x2, y2]] = [line?.from ?? [0, 0], line?.to ?? [1, 1]];
    assert.ok(x1 >= 0);
    return (y2 - y1) / (x2 - x1);
  });
  for (const [index, slope] of slopes.entries()) {
    // Ends are rounded to four digits.
    assert.ok(Math.abs(slope - (slopes[0] ?? 0)) < 0.05 * Math.max(1, Math.abs(slope)), String(slopes));
    const [x, y] = means[index] ?? [0, 0];
    const [x1, y1] = within[index]?.from ?? [0, 0];
    assertNear(y1 + slope * (x - x1), y, 2e-3);
  }
});

test('masses of every layer add up to 1', () => {
  const { parts, categories } = attentionMass(attention) ?? assert.fail();
  for (const layer of categories.keys())
    assertClose(parts.reduce((sum, { values }) => sum + (values[layer] ?? 0), 0), 1, 1e-12, 'sum'); // prettier-ignore
});

test('correlations by position and by head are those of the summary', () => {
  const { series } = positionCorrelations(summary, attention.layers);
  assert.equal(series.length, 3);
  assert.equal(
    series[2]?.values[1],
    summary.per_thought_by_layer['layer_14']?.['thought_2']?.drop_correlation.r,
  );
  // Both heads of the synthetic results are their mean, so a head's r is the layer's.
  const { values } = headMap(attention, analysed) ?? assert.fail();
  const within = summary.overall_correlation['layer_14']?.gold_log_prob_drop.within_position.r ?? 0;
  for (const r of values[2] ?? []) assertNear(r, within, 5e-4);
});

test('the truncation curve ends with the baseline, over all problems and by level', () => {
  const { series, categories } = truncationCurve(ablation) ?? assert.fail();
  assert.deepEqual(categories, ['0', '1', '2', '3', '4', '5', '6']);
  assert.deepEqual(series.map(({ name }) => name), ['all problems', '2-step', '3-step', '4-step', '5+step']); // prettier-ignore
  const right = ablation.problems.filter(({ controls }) => controls.truncation[2]?.correct).length;
  assert.deepEqual([series[0]?.values[2], series[0]?.values[6]], [right / 40, 1]);
  assert.equal(series[0]?.notes[2], `${right} of 40 right`);
  const without = structuredClone(ablation);
  for (const problem of without.problems) problem.controls.truncation = [];
  assert.equal(truncationCurve(without), null);
});

test('sets of thoughts are named shortly', () => {
  assert.deepEqual([[3], [1, 2], [1, 2, 3, 4], [1, 2, 5]].map(setText), ['thought 3', 'thoughts 1 and 2', 'thoughts 1 to 4', 'thoughts 1, 2 and 5']); // prettier-ignore
});
