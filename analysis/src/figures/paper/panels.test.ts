import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Figure } from '../../words/figure.js';
import type { DrawnBox } from './fixtures/drawn-boxes.js';
import { drawnSheet } from './fixtures/drawn-boxes.js';
import {
  around,
  bars,
  curves,
  figureOf,
  forest,
  matrix,
  problemMatrix,
  scatter,
  stack,
  waterfall,
} from './fixtures/sample-panels.js';

/** The sides of a box that is not turned. */
function sides({ corners }: DrawnBox): { left: number; right: number; top: number; bottom: number } {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** What is drawn: texts, filled or framed rectangles, and places that lines pass or markers have. */
async function drawnParts(figure: Figure) {
  // The first box is the sheet itself.
  const all = (await drawnSheet(figure)).boxes.slice(1);
  const shapes = all.filter(({ text }) => text === null).map(sides);
  return {
    texts: all.flatMap(({ text }) => (text === null || text === '' ? [] : [text.replaceAll('\u00a0', ' ')])),
    at: (text: string) => sides(all.find((box) => box.text?.replaceAll('\u00a0', ' ') === text) ?? { text, corners: [] }), // prettier-ignore
    areas: shapes.filter(({ left, right, top, bottom }) => right - left > 0.5 && bottom - top > 0.5),
    places: shapes.filter(({ left, right }) => right === left),
  };
}

const close = (value: number, expected: number, what: string): void => {
  assert.ok(Math.abs(value - expected) < 0.3, `${what}: ${value}, not ${expected}`);
};

test('bars are as high as their values, which stand above the whiskers in their form', async () => {
  const { texts, areas, at, places } = await drawnParts(
    figureOf([bars([around(0.2, 0.05), null, { value: 0.1, low: null, high: null }, around(-0.05, 0.1)])]),
  );
  assert.deepEqual(
    texts.filter((text) => text.endsWith(' %')),
    ['20 %', '10 %', '\u22125 %'],
  );
  // The title says that it is percent.
  assert.ok(texts.includes('0') && texts.includes('20'));
  const [first, second] = areas.map(({ top, bottom }) => bottom - top);
  close(first ?? NaN, 2 * (second ?? NaN), 'height of the first bar');
  assert.equal(areas.length, 3);
  // Nothing stands where an estimate is missing, and what has no interval has no whisker.
  const middle = (text: string) => (at(text).left + at(text).right) / 2;
  const whiskersAt = (x: number) => places.filter(({ left, top }) => Math.abs(left - x) < 2 && top > at('3').top - 290 && top < at('3').top - 12).length; // prettier-ignore
  assert.equal(whiskersAt(middle('20 %')) > 0, true);
  assert.equal(whiskersAt(middle('10 %')), 0);
});

test('percent stands at the ticks where the title does not say it', async () => {
  const { texts } = await drawnParts(figureOf([bars([around(0.2, 0.05)], { yTitle: 'Share' })]));
  assert.ok(texts.includes('0 %') && !texts.includes('0'));
});

test('panels of one figure whose y axes have the same title have the same range', async () => {
  const ticks = async (yTitle: string) =>
    (
      await drawnParts(
        figureOf([
          scatter(4, 1, { y: [0, 1, 2, 3], line: null }),
          scatter(4, 1, { y: [0, 10, 20, 30], line: null, yTitle }),
        ]),
      )
    ).texts.filter((text) => text === '30').length;
  assert.equal(await ticks('Drop of gold log-probability (nats)'), 2);
  assert.equal(await ticks('Another drop'), 1);
});

test('shares have a whole axis in curves, and the legend names each series', async () => {
  const { texts } = await drawnParts(
    figureOf([
      curves({ 'first k intact': [around(0.1, 0.05), null, around(0.3, 0.05)], cut: [around(0.2, 0.1)] }),
    ]),
  );
  for (const text of ['0', '100', 'first k intact', 'cut']) assert.ok(texts.includes(text), text);
});

test('a matrix writes values and counts, a dash where there is no value, and nothing in empty places', async () => {
  const { texts, areas } = await drawnParts(
    figureOf([
      matrix([[0.143, null], [-0.0001, 1]], { counts: ['6/42', '', '0/42', '42/42'], empty: [3], marks: [0], markMeans: 'own step' }), // prettier-ignore
    ]),
  );
  for (const text of ['14 %', '6/42', '–', '0 %', '0/42', 'own step']) assert.ok(texts.includes(text), text);
  for (const text of ['100 %', '42/42']) assert.equal(texts.filter((each) => each === text).length, text === '100 %' ? 1 : 0); // prettier-ignore
  // Three cells, 64 strips of the scale and its frame, and two frames of marks.
  assert.equal(areas.length, 3 + 64 + 1 + 2);
});

test('cells without texts tell by a sign that they are strongly below zero', async () => {
  const { texts } = await drawnParts(
    figureOf([
      matrix([[-1, -0.1, 0.5]], { diverging: true, labelled: false, form: { unit: 'r', decimals: 2 } }),
    ]),
  );
  assert.equal(texts.filter((text) => text === '\u2212').length, 1);
});

test('columns of problems have ids where they are few, dots where they are marked, and groups above', async () => {
  const few = await drawnParts(figureOf([problemMatrix(8)]));
  assert.ok(few.texts.includes('gsm-mini-8'));
  const many = await drawnParts(figureOf([problemMatrix(100)]));
  assert.ok(!many.texts.some((text) => text.startsWith('gsm-mini')));
  for (const text of ['2-step (25)', '5+step (25)', 'Problem (n = 100)', 'Ablated thought', '≥ 4']) {
    assert.ok(many.texts.includes(text), text);
  }
});

test('a stair passes between the cells that it parts', async () => {
  const values = [[0, 0, 0], [0, 0, 0]]; // prettier-ignore
  const plain = await drawnParts(figureOf([matrix(values)]));
  const parted = await drawnParts(figureOf([matrix(values, { stair: [1, 2] })]));
  const [width = NaN] = plain.areas.map(({ left, right }) => right - left + 1);
  const added = parted.places.slice(plain.places.length).map(({ left }) => left);
  assert.equal(added.length, 4);
  close((added[2] ?? NaN) - (added[1] ?? NaN), width, 'a step of the stair');
});

test('the parts of a stacked bar are as long as their shares, and fill it', async () => {
  const panel = stack(1, 1, {
    parts: [{ group: 'question_other', values: [0.25] }, { group: 'thought_1', values: [0.75] }], // prettier-ignore
  });
  const { texts, areas } = await drawnParts(figureOf([panel]));
  const parts = areas.filter(({ top, bottom }) => bottom - top > 15);
  const lengths = parts.filter(({ left, right }) => right - left > 2).map(({ left, right }) => right - left);
  close(lengths[1] ?? NaN, 3 * (lengths[0] ?? NaN), 'the longer part');
  for (const text of ['q 25', 't1 75', 'q  other question tokens', 't1  thought 1', '1.0']) {
    assert.ok(texts.includes(text), text);
  }
});

test('a waterfall goes from 0 by every part to its sum; names, labels and diamonds stand with their bars', async () => {
  const panel = waterfall({ one: 2, two: -1 });
  const beside = { ...panel, legend: { ...panel.legend, beside: 'another estimate' }, steps: panel.steps.map((step) => ({ ...step, beside: around(1, 0.5) })) }; // prettier-ignore
  for (const each of [panel, beside]) {
    const { texts, areas, at } = await drawnParts(figureOf([each]));
    const [one, two, sum] = areas.filter(({ top, bottom }) => bottom - top > 12);
    assert.ok(one !== undefined && two !== undefined && sum !== undefined);
    close(two.right, one.right, 'the second bar begins where the first ends');
    close(one.right - one.left, 2 * (two.right - two.left), 'length of the first bar');
    close(sum.right, two.left, 'the sum ends where the last bar does');
    close(sum.left, one.left, 'the sum begins at 0');
    for (const [name, bar] of [
      ['one', one],
      ['two', two],
    ] as const) {
      // prettier-ignore
      assert.ok(at(name).right < bar.left && at(name).bottom > bar.top, name);
    }
    assert.equal(texts.includes('another estimate'), each === beside);
    assert.ok(texts.includes('\u22121.00 (0.31 to 0.66)') && texts.includes('+1.00 (4.00 to 5.05)'));
  }
});

test('a scatter has a marker a point and a line from the smallest to the largest x', async () => {
  const points = { x: [0, 1, 2], y: [0, 1, 2], thoughts: [1, 1, 1], flips: [1, 0, 0] } as const;
  const { areas, places } = await drawnParts(
    figureOf([scatter(3, 1, { ...points, line: { slope: 1, intercept: 0 } })]),
  );
  const centres = areas
    .filter(({ left, right }) => Math.abs(right - left - 6.8) < 0.01)
    .map(({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2] as const);
  assert.equal(centres.length, 3);
  // The first point flips, so it is drawn last; the second is in the middle of the line.
  const ends = centres.map(([x, y]) => places.some(({ left, top }) => Math.hypot(left - x, top - y) < 0.01));
  assert.deepEqual(ends, [false, true, true]);
  assert.ok((centres[2]?.[0] ?? NaN) < (centres[0]?.[0] ?? NaN));
});

test('a forest has all columns on one scale, and names its groups where there are several', async () => {
  const panel = forest(['zero, total', 'zero, direct'], 2);
  const rows = panel.rows.map((row) => ({ ...row, cells: [around(0.2, 0.1), around(0.2, 0.1)] }));
  const { texts, areas, at } = await drawnParts(figureOf([{ ...panel, rows }]));
  const centres = areas
    .filter(({ left, right }) => Math.abs(right - left - 6.4) < 0.01)
    .map(({ left, right }) => (left + right) / 2);
  const titles = ['Thought 1', 'Thought 2'].map((title) => (at(title).left + at(title).right) / 2);
  assert.equal(centres.length, 2);
  close((centres[0] ?? NaN) - (titles[0] ?? NaN), (centres[1] ?? NaN) - (titles[1] ?? NaN), 'place in its column'); // prettier-ignore
  for (const text of ['zero, total', 'zero, direct', 'direct', 'Answers flipped (%)']) {
    assert.equal(texts.filter((each) => each === text).length, 1, text);
  }
  const [alone] = (await drawnParts(figureOf([{ ...panel, rows, groups: ['total'] }]))).texts.filter(
    (text) => text === 'total',
  );
  assert.equal(alone, undefined);
});
