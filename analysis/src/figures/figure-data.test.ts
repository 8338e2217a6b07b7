import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertClose, readFixture } from '../statistics/fixtures/fixture.js';
import type { SyntheticOptions } from '../summary/fixtures/synthetic-results.js';
import { syntheticResults } from '../summary/fixtures/synthetic-results.js';
import { matchProblems, summarise } from '../summary/index.js';
import { attentionVsImportance } from './attention-vs-importance-data.js';
import { tickText } from './axis.js';
import { columnsFor, correlationByPosition } from './correlation-by-position-data.js';
import { importanceByPosition } from './importance-by-position-data.js';
import { importanceHeatmap } from './importance-heatmap-data.js';
import { leastSquaresLine } from './least-squares.js';
import { contrastingInk, sequentialColour, thoughtStyle } from './palette.js';

function dataOf(options: SyntheticOptions) {
  const { ablation, attention } = syntheticResults(options);
  return {
    summary: summarise(ablation, attention, { resamples: 50 }),
    problems: matchProblems(ablation, attention).analysed,
  };
}

test('figure 1 has a bar with its Wilson interval for each thought, and says n', () => {
  const { summary } = dataOf({ problems: 10, importance: [0, 1, 0] });
  const { bars, subtitle, top } = importanceByPosition(summary);
  assert.deepEqual(
    bars.map(({ thought, rate, label }) => [thought, rate, label]),
    [
      [1, 0, '0 %'],
      [2, 1, '100 %'],
      [3, 0, '0 %'],
    ],
  );
  // Wilson for 0 of 10: 1.96^2 / (10 + 1.96^2).
  assertClose(bars[0]?.high ?? null, 0.2775327998628892, 1e-12, 'upper end');
  assert.match(subtitle, /n = 10 baseline-correct problems of 10/);
  assert.equal(top, 1);
});

test('figure 2 groups problems by difficulty, in each the largest total drop first, and joins no two', () => {
  const { summary, problems } = dataOf({ problems: 30 });
  const { cells, groups, ids, flips, cap } = importanceHeatmap(summary, [...problems].reverse());
  assert.deepEqual(
    groups.map(({ difficulty, start, end }) => [difficulty, start, end]),
    [
      ['2-step', 0, 8],
      ['3-step', 8, 15],
      ['4-step', 15, 23],
      ['5+step', 23, 30],
    ],
  );
  const byId = new Map(problems.map((problem) => [problem.id, problem]));
  const total = (column: number) =>
    (byId.get(ids[column] ?? '')?.drops ?? []).reduce((sum, drop) => sum + drop, 0);
  for (const { difficulty, start, end } of groups) {
    for (let column = start; column < end; column++) {
      assert.equal(byId.get(ids[column] ?? '')?.difficulty, difficulty);
      if (column > start) assert.ok(total(column) <= total(column - 1));
    }
  }
  for (const { column, thought, drop, flip } of cells) {
    const problem = byId.get(ids[column] ?? '');
    assert.equal(drop, problem?.drops[thought - 1]);
    assert.equal(flip, problem?.flips[thought - 1] === 1);
  }
  assert.equal(cells.length, 180);
  assert.equal(flips, problems.flatMap((problem) => problem.flips).filter((flip) => flip === 1).length);
  const above = cells.filter(({ drop }) => drop > cap).length;
  assert.ok(above <= 0.05 * cells.length, `${above} cells above the scale`);
});

test('figure 3 always tells the pooled r beside the within-position r, for drops and for flips', () => {
  const { summary, problems } = dataOf({ problems: 20 });
  const data = attentionVsImportance(summary, problems);
  assert.match(data?.title ?? '', /pooled r = .* \(naive p .*\), within-position r = .* \(permutation p /);
  assert.match(data?.subtitle ?? '', /flips.*pooled r = .* \(naive p .*\), within-position r = /);
  assert.match(data?.subtitle ?? '', /n = 120 pairs: 20 baseline-correct problems × 6 thoughts/);
  assert.deepEqual(
    data?.legend.map(({ n }) => n),
    [20, 20, 20, 20, 20, 20],
  );
});

test('the second panel of figure 3 has lost the means of the thoughts, and nothing else', () => {
  const { summary, problems } = dataOf({ problems: 20 });
  const [pooled, within] = attentionVsImportance(summary, problems)?.panels ?? [];
  assert.ok(pooled !== undefined && within !== undefined);
  for (let thought = 1; thought <= 6; thought++) {
    const own = within.points.filter((point) => point.thought === thought);
    const before = pooled.points.filter((point) => point.thought === thought);
    assert.ok(Math.abs(own.reduce((sum, { x }) => sum + x, 0)) < 1e-12);
    assert.ok(Math.abs(own.reduce((sum, { y }) => sum + y, 0)) < 1e-12);
    const shifts = own.map(({ x }, index) => (before[index]?.x ?? NaN) - x);
    for (const shift of shifts) assertClose(shift, shifts[0] ?? NaN, 1e-9, 'shift');
  }
});

test('figure 4 has a panel for each thought, with its own points, r and p, whatever their number', () => {
  for (const importance of [[0.3], [0.3, 0.2, 0.1, 0.1], [0.3, 0.25, 0.15, 0.1, 0.04, 0.01, 0.1]]) {
    const { summary, problems } = dataOf({ problems: 12, importance });
    const { panels, columns } = correlationByPosition(summary, problems);
    assert.equal(panels.length, importance.length);
    assert.equal(columns, { 1: 1, 4: 2, 7: 3 }[importance.length]);
    for (const { thought, points, title } of panels) {
      assert.deepEqual(
        points.map(({ y }) => y),
        problems.map(({ drops }) => drops[thought - 1]),
      );
      assert.match(title[1], /^r = .*, p /);
    }
  }
  assert.equal(columnsFor(6), 3);
});

test('a correlation that is undefined is titled with its reason', () => {
  const { ablation, attention } = syntheticResults({ problems: 2 });
  const summary = summarise(ablation, attention, { resamples: 50 });
  const { panels } = correlationByPosition(summary, matchProblems(ablation, attention).analysed);
  assert.equal(panels[0]?.title[1], 'r undefined: fewer than 3 pairs (n = 2)');
});

test('the least-squares line has the slope r * sd(y) / sd(x) of the reference data', () => {
  const { pairs } = readFixture('expected.json') as {
    pairs: { x: number[]; y: number[]; pearson: { r: number } }[];
  };
  const [{ x, y, pearson: reference } = { x: [], y: [], pearson: { r: 0 } }] = pairs;
  const spread = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  };
  const line = leastSquaresLine(x.map((value, index) => ({ x: value, y: y[index] ?? NaN })));
  assert.ok(line !== null);
  const [from, to] = line;
  assertClose((to.y - from.y) / (to.x - from.x), (reference.r * spread(y)) / spread(x), 1e-10, 'slope');
  assert.equal(leastSquaresLine([{ x: 1, y: 1 }, { x: 1, y: 2 }]), null); // prettier-ignore
});

test('the colour scale gets darker all the way, so that it reads in grey', () => {
  const grey = (share: number) => {
    const [red = 0, green = 0, blue = 0] = (sequentialColour(share).match(/\d+/g) ?? []).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (let step = 1; step <= 20; step++) assert.ok(grey(step / 20) < grey((step - 1) / 20));
  assert.equal(sequentialColour(-3), sequentialColour(0));
  assert.equal(sequentialColour(7), sequentialColour(1));
  assert.notEqual(contrastingInk(0), contrastingInk(1));
});

test('six thoughts differ in colour and in shape', () => {
  const styles = [1, 2, 3, 4, 5, 6].map(thoughtStyle);
  assert.equal(new Set(styles.map(({ colour }) => colour)).size, 6);
  assert.equal(new Set(styles.map(({ shape, rotation }) => `${shape} ${rotation}`)).size, 6);
});

test('ticks have a real minus sign and no binary noise', () => {
  assert.equal(tickText(-0.30000000000000004), '\u22120.3');
});
