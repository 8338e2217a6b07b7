import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EXPERIMENTS } from '../../experiments/registry.js';
import { renderFigure } from '../../figures/paper/render-figure.js';
import { assertClose } from '../../statistics/fixtures/fixture.js';
import type { Figure, Panel } from '../../words/figure.js';
import { summaryOf } from '../fixtures/summary-of.js';
import { syntheticLattice } from '../fixtures/synthetic-lattice.js';
import { syntheticMore } from '../fixtures/synthetic-more.js';
import { syntheticResults, type SyntheticOptions } from '../fixtures/synthetic-results.js';
import { matchProblems } from '../match-problems.js';
import { FIGURE_NAMES, runFigures } from './figures.js';

const QUICK = { resamples: 50 };

/** Figures of made-up results; `whole`: of a lattice with every other experiment beside it. */
function madeFigures(options: SyntheticOptions, whole = false) {
  const { ablation: singles, attention } = syntheticResults(options);
  const ablation = whole
    ? syntheticLattice(options.problems, singles.thoughts, (ablated) => ablated.length / 4)
    : singles;
  const summary = summaryOf(ablation, attention, QUICK, whole ? syntheticMore(ablation) : undefined);
  const { analysed } = matchProblems(ablation, attention);
  return { summary, analysed, ablation, ...runFigures(summary, analysed) };
}

/** The panels of one kind of a figure. */
function panelsOf<K extends Panel['kind']>(
  figures: readonly Figure[],
  name: string,
  kind: K,
): Extract<Panel, { kind: K }>[] {
  const figure = figures.find((each) => each.name.endsWith(name));
  assert.ok(figure, `there is no figure ${name}`);
  return figure.panels.filter((panel): panel is Extract<Panel, { kind: K }> => panel.kind === kind);
}

const numbersOf = (figures: readonly Figure[]): number[] =>
  figures.map(({ name }) => Number(name.split('_')[0]));

test('a run of everything has every figure, and every one of them is drawn', async () => {
  const { figures, notDrawn } = madeFigures({ problems: 20 }, true);
  assert.deepEqual([figures.map(({ name }) => name), notDrawn], [FIGURE_NAMES, []]);
  const own = EXPERIMENTS.flatMap(({ figures: rules }) => rules.map(({ name }) => name));
  assert.deepEqual(own.filter((name) => !FIGURE_NAMES.includes(name)), []); // prettier-ignore
  for (const figure of figures) {
    const { png, pdf, svg } = await renderFigure(figure);
    assert.ok(png.length > 0 && pdf.length > 0 && svg.length > 0, figure.name);
  }
});

test('figures whose data are not there are not made, and said to need what is missing', () => {
  const { figures, notDrawn } = madeFigures({ problems: 20 });
  assert.deepEqual(numbersOf(figures), [1, 2, 3, 4, 7, 8, 9, 13]);
  assert.deepEqual(
    notDrawn.map(({ name, needs }) => [name, needs.split(' ')[0]]),
    [
      ['5_shapley', 'every'],
      ['6_interactions', 'every'],
      ['10_question_routing', 'routing'],
      ['11_logit_decomposition', 'decomposition'],
      ['12_method_comparison', 'comparison'],
      ['14_twin_patching', 'twin'],
      ['15_steps_and_thoughts', 'the'],
    ],
  );
});

test('other numbers of thoughts and of problems have their figures too, down to no problem at all', async () => {
  for (const [problems, importance] of [
    [3, [0.5]],
    [10, [0.1, 0.2, 0.3, 0.2, 0.1, 0.2, 0.3, 0.1]],
    [1, [0, 0]],
  ] as const) {
    const { figures, notDrawn } = madeFigures({ problems, importance: [...importance] }, problems > 1);
    assert.equal(figures.length + notDrawn.length, FIGURE_NAMES.length);
    assert.ok(figures.length >= 7, `${figures.length}`);
    for (const figure of figures) assert.ok((await renderFigure(figure)).png.length > 0, figure.name);
  }
  const { ablation, attention } = syntheticResults({ problems: 4 });
  for (const problem of ablation.problems) problem.baseline.correct = false;
  for (const problem of attention.problems) problem.baseline_correct = false;
  const { figures } = runFigures(summaryOf(ablation, attention, QUICK), []);
  assert.deepEqual(numbersOf(figures), [1, 2, 3, 4, 7]);
});

test('figures of approximate results have a footnote that says so', () => {
  const { figures } = madeFigures({ problems: 20, approximate: true });
  for (const { footnote } of figures) assert.match(footnote ?? '', /int8/);
  for (const { footnote } of madeFigures({ problems: 20 }).figures) assert.equal(footnote, null);
});

test('figure 1 has a bar with its Wilson interval for each thought, and says n', () => {
  const { figures } = madeFigures({ problems: 10, importance: [0, 1, 0] });
  const [bars] = panelsOf(figures, 'importance_by_position', 'bars');
  const [{ estimates, notes } = { estimates: [], notes: [] }] = bars?.series ?? [];
  assert.deepEqual(estimates.map((each) => each?.value), [0, 1, 0]); // prettier-ignore
  assert.deepEqual(notes, ['0 of 10 flip', '10 of 10 flip', '0 of 10 flip']);
  // Wilson for 0 of 10: 1.96^2 / (10 + 1.96^2).
  assertClose(estimates[0]?.high ?? null, 0.2775327998628892, 1e-12, 'upper end');
  assert.match(figures[0]?.caption ?? '', /n = 10 baseline-correct problems of 10/);
  assert.equal(figures[0]?.numbers?.rows.length, 3);
});

test('figure 2 groups problems by difficulty, in each the largest total drop first, and joins no two', () => {
  const { analysed, summary } = madeFigures({ problems: 30 });
  const { figures } = runFigures(summary, [...analysed].reverse());
  const [panel] = panelsOf(figures, 'importance_heatmap', 'matrix');
  assert.ok(panel);
  assert.deepEqual(
    panel.groups.map(({ name, start, end }) => [name, start, end]),
    [
      ['2-step', 0, 8],
      ['3-step', 8, 15],
      ['4-step', 15, 23],
      ['5+step', 23, 30],
    ],
  );
  const byId = new Map(analysed.map((problem) => [problem.id, problem]));
  const problemAt = (column: number) => byId.get(panel.problems[column] ?? '') ?? assert.fail();
  const total = (column: number): number => problemAt(column).drops.reduce((sum, drop) => sum + drop, 0);
  for (const { name, start, end } of panel.groups) {
    for (let column = start; column < end; column++) {
      assert.equal(problemAt(column).difficulty, name);
      if (column > start) assert.ok(total(column) <= total(column - 1));
    }
  }
  for (const [thought, row] of panel.values.entries()) {
    for (const [column, drop] of row.entries()) {
      const { drops, flips } = problemAt(column);
      assertClose(drop, drops[thought] ?? NaN, 5e-4, 'a drop, to four digits');
      assert.equal(panel.marks.includes(thought * 30 + column), flips[thought] === 1);
    }
  }
  const above = panel.values.flat().filter((drop) => (drop ?? 0) > panel.top).length;
  assert.ok(above <= 0.05 * 180, `${above} cells above the scale`);
});

test('figure 3 always tells the pooled r beside the within-position r, for drops and for flips', () => {
  const { figures } = madeFigures({ problems: 20 });
  const { title = '', caption = '', legend = [] } = figures[2] ?? {};
  assert.match(title, /pooled r = .* \(naive p .*\), within-position r = .* \(permutation p /);
  assert.match(caption, /flips.*pooled r = .* \(naive p .*\), within-position r = /);
  assert.match(caption, /n = 120 pairs: 20 baseline-correct problems × 6 thoughts/);
  assert.equal(legend.length, 6);
  assert.match(legend[0]?.text ?? '', /^thought 1: \d+ of 20 flip$/);
});

test('a point of figure 3 belongs to the problem of its place', () => {
  const { figures, analysed } = madeFigures({ problems: 40 });
  const [pooled] = panelsOf(figures, 'attention_vs_importance', 'scatter');
  assert.ok(pooled);
  assert.equal(pooled.x.length, 240);
  const place = 6 * 17 + 4;
  const problem = analysed.find(({ id }) => id === pooled.problems[place]);
  assert.equal(pooled.thoughts[place], 5);
  assertClose(pooled.y[place] ?? null, problem?.drops[4] ?? NaN, 1e-3, 'drop');
  assertClose(
    pooled.x[place] ?? null,
    problem?.attention('number', 14)?.[4] ?? NaN,
    5e-4,
    'attention, to four digits',
  );
  assert.equal(pooled.flips[place], problem?.flips[4]);
});

test('the second panel of figure 3 has lost the means of the thoughts, and nothing else', () => {
  const { figures } = madeFigures({ problems: 20 });
  const [pooled, within] = panelsOf(figures, 'attention_vs_importance', 'scatter');
  assert.ok(pooled && within);
  const own = (panel: typeof pooled, axis: 'x' | 'y', thought: number): number[] =>
    panel[axis].filter((_, place) => panel.thoughts[place] === thought);
  for (let thought = 1; thought <= 6; thought++) {
    for (const axis of ['x', 'y'] as const) {
      const centred = own(within, axis, thought);
      // Each of twenty values is given to four digits.
      const rounding = 1e-3 * Math.max(...centred.map(Math.abs));
      assert.ok(Math.abs(centred.reduce((sum, value) => sum + value, 0)) < 20 * rounding);
      const shifts = own(pooled, axis, thought).map((value, place) => value - (centred[place] ?? NaN));
      for (const shift of shifts) assert.ok(Math.abs(shift - (shifts[0] ?? NaN)) < 4 * rounding, `${shift}`);
    }
  }
});

test('figure 4 has a panel for each thought, with its own points, r and p, whatever their number', () => {
  for (const importance of [[0.3], [0.3, 0.2, 0.1, 0.1], [0.3, 0.25, 0.15, 0.1, 0.04, 0.01, 0.1]]) {
    const { figures, analysed } = madeFigures({ problems: 12, importance });
    const panels = panelsOf(figures, 'correlation_by_position', 'scatter');
    assert.equal(panels.length, importance.length);
    assert.equal(figures[3]?.across, { 1: 1, 4: 2, 7: 3 }[importance.length]);
    for (const [place, { y, title }] of panels.entries()) {
      for (const [row, { drops }] of analysed.entries())
        assertClose(y[row] ?? null, drops[place] ?? NaN, 1e-3, 'drop');
      assert.match(title[1] ?? '', /^r = .*, p /);
    }
  }
  const [first] = panelsOf(madeFigures({ problems: 2 }).figures, 'correlation_by_position', 'scatter');
  assert.equal(first?.title[1], 'r undefined: fewer than 3 pairs (n = 2)');
});

test('figure 7 ends with the baseline, over all problems and by level, and is not made without cuts', () => {
  const { figures, ablation, summary, analysed } = madeFigures({ problems: 40 });
  const [all, byLevel] = panelsOf(figures, 'cumulative_curves', 'curves');
  assert.deepEqual(all?.categories, ['0', '1', '2', '3', '4', '5', '6']);
  assert.deepEqual(
    byLevel?.series.map(({ name }) => name),
    ['2-step', '3-step', '4-step', '5+step'],
  );
  const right = ablation.problems.filter(({ controls }) => controls.truncation[2]?.correct).length;
  const [{ estimates, notes } = { estimates: [], notes: [] }] = all.series;
  assert.deepEqual([estimates[2]?.value, estimates[6]?.value], [right / 40, 1]);
  assert.match(notes[2] ?? '', new RegExp(`^${right} of 40 right`));
  const uncut = { ...summary, truncation: { accuracy: {}, none_against_all: null } };
  assert.ok(runFigures(uncut, analysed).notDrawn.some(({ name }) => name === '7_cumulative_curves'));
});

test('figure 9 is of masses that add up to 1 in every layer', () => {
  const [stack] = panelsOf(madeFigures({ problems: 20 }).figures, 'attention_mass', 'stack');
  for (const layer of (stack?.categories ?? assert.fail()).keys()) {
    const mass = stack?.parts.reduce((sum, { values }) => sum + (values[layer] ?? NaN), 0) ?? null;
    assertClose(mass, 1, 1e-12, 'sum');
  }
});

test('figure 8 shows the conditional r of every head, as the summary has it, and marks what is left after BH', () => {
  const { figures, summary } = madeFigures({ problems: 60, withinEffect: 1 });
  const [flips] = panelsOf(figures, 'layer_head_map', 'matrix');
  const map = summary.head_map ?? assert.fail();
  assert.deepEqual(flips?.values, map.flips.r);
  const found = map.flips.p_bh.flat().flatMap((p, place) => (p !== null && p < 0.05 ? [place] : []));
  assert.ok(found.length > 0);
  assert.deepEqual(flips.marks, found);
});

test('the numbers of experiments in figures are those of the summary, to the last bit', () => {
  const { figures, summary } = madeFigures({ problems: 40 }, true);
  const { comparison, decomposition, twins } = summary;
  const [waterfall] = panelsOf(figures, 'logit_decomposition', 'waterfall');
  assert.equal(waterfall?.steps.at(-1)?.to, decomposition?.margin.mean);
  const steps = waterfall?.steps ?? [];
  for (const { group, mean } of decomposition?.attention ?? assert.fail()) {
    const near = steps.some(({ from, to }) => Math.abs(to - from - (mean ?? NaN)) < 1e-9);
    assert.ok(near, `no step is the part of ${group}`);
  }
  const [forest] = panelsOf(figures, 'method_comparison', 'forest');
  assert.deepEqual(
    forest?.rows.map(({ cells }) => cells.map((cell) => cell?.value)),
    comparison?.arms.map(({ thoughts }) => thoughts.map(({ flips }) => flips.rate)),
  );
  const [patched] = panelsOf(figures, 'twin_patching', 'matrix');
  const rates = twins?.from_twin.map(({ took_answer: took }) => took.rate) ?? [];
  for (const value of patched?.values.flat() ?? assert.fail())
    assert.ok(value === null || rates.includes(value));
});
