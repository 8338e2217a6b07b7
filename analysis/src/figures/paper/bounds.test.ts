import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Figure } from '../../words/figure.js';
import type { DrawnBox } from './fixtures/drawn-boxes.js';
import { drawnSheet, isOutside, overlap } from './fixtures/drawn-boxes.js';
import { sampleFigures } from './fixtures/sample-figures.js';
import {
  around,
  bars,
  curves,
  figureOf,
  forest,
  headMatrix,
  matrix,
  noise,
  problemMatrix,
  scatter,
  stack,
  upTo,
  waterfall,
} from './fixtures/sample-panels.js';

const LONG_NAME = 'resampled from another problem of the same difficulty at resid_post of layer 4, total';
const ONE_WORD = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenwitwenrente'.repeat(4);
const CAPTION = `${'What is shown, of whom and how many, by which test. '.repeat(20)}${ONE_WORD}`;
const longNames = (count: number): string[] => upTo(count).map((place) => `${place} ${LONG_NAME}`);
const estimates = (count: number) => noise(count).map((value) => around(value, 0.2));

const EXTREMES: Readonly<Record<string, readonly Figure[]>> = {
  bars: [
    figureOf([bars(estimates(1))]),
    figureOf([bars(estimates(12)), bars(estimates(12))]),
    figureOf([bars(estimates(64)), bars([null, null])], { across: 1 }),
    figureOf([bars(estimates(40), { categories: longNames(40) })]),
    figureOf([bars(estimates(5), { categories: longNames(5) })]),
    figureOf([bars([{ value: 1, low: null, high: null }, { value: 0.99, low: 0.9, high: 1 }], { yTitle: CAPTION })]), // prettier-ignore
    figureOf([
      bars([], {
        by: 'series',
        categories: longNames(3),
        series: longNames(6).map((name) => ({ name, estimates: estimates(3), notes: [] })),
      }),
    ]),
  ],
  curves: [
    figureOf([curves({ a: estimates(1) })]),
    figureOf([curves({ [LONG_NAME]: estimates(13), [ONE_WORD]: [...estimates(12), null] })]),
    figureOf(upTo(3).map(() => curves({ a: estimates(65), b: estimates(65), c: estimates(65) }))),
    // The same colours mean something else in each panel.
    figureOf([curves({ a: estimates(4), [LONG_NAME]: estimates(4) }), curves({ [LONG_NAME]: estimates(4) })]),
  ],
  'matrix of problems': [2, 24, 26, 1000].flatMap((problems) =>
    [1, 12].map((thoughts) => figureOf([problemMatrix(problems, thoughts)])),
  ),
  'matrix of heads': [
    ...([[1, 1], [3, 12], [64, 12], [1, 64]] as const).map(([layers, heads]) => figureOf([headMatrix(layers, heads), headMatrix(layers, heads)])), // prettier-ignore
    figureOf([headMatrix(64, 64)]),
    figureOf([headMatrix(3, 64, { labelled: true }), headMatrix(2, 6, { values: [[null, null, 1, 0, -1, 0], [null, 0, 0, 0, 0, 0]] })]), // prettier-ignore
  ],
  'matrix with long words': [
    figureOf([
      matrix([[0.5, 0.2, 0.1]], {
        rows: longNames(1),
        columns: longNames(3),
        rowTitle: LONG_NAME,
        columnTitle: LONG_NAME,
        counts: ['123456/1234567', '1/2', '3/4'],
        marks: [0],
        markMeans: `${LONG_NAME} ${ONE_WORD}`,
        scaleTitle: ['Share of', ONE_WORD],
        scaleLabels: ['none at all of them', 'half of the problems', 'everything there is'],
      }),
    ]),
    figureOf([problemMatrix(4, 2, { columns: longNames(4), groups: [{ name: LONG_NAME, start: 0, end: 1 }, { name: ONE_WORD, start: 1, end: 4 }] })]), // prettier-ignore
    figureOf(upTo(3).map((title) => matrix([[0.5]], { title: [LONG_NAME, title], scaleTitle: [title] }))),
  ],
  stack: [
    figureOf([stack(1, 1)]),
    figureOf([stack(64, 12)]),
    figureOf([stack(2, 6, { categories: longNames(2), categoryTitle: LONG_NAME, xTitle: LONG_NAME })]),
  ],
  waterfall: [
    figureOf([waterfall({})]),
    figureOf([waterfall(Object.fromEntries(longNames(40).map((name) => [name, -1])))]),
    figureOf([
      waterfall(
        { [ONE_WORD]: 1 },
        { legend: { up: ONE_WORD, down: LONG_NAME, total: 't', beside: LONG_NAME } },
      ),
    ]),
  ],
  scatter: [
    figureOf([scatter(1, 1)]),
    figureOf([scatter(200, 12)], {
      legend: upTo(12).map((thought) => ({ thought: Number(thought), text: '1000 of 1000 flip' })),
    }),
    figureOf(
      upTo(12).map((title) =>
        scatter(5, 1, { title: [title, LONG_NAME], xTitle: LONG_NAME, yTitle: LONG_NAME }),
      ),
      { across: 4 },
    ),
    figureOf([scatter(3, 2), matrix([[0.2, 0.4]]), bars(estimates(3)), stack(1, 2)], { across: 3 }),
  ],
  forest: [
    figureOf([forest(['zero, total'], 1)]),
    figureOf([forest(longNames(40), 12), forest(upTo(40), 12)], { across: 1 }),
    figureOf([forest(longNames(2), 2, { columns: longNames(2), groups: longNames(3), xTitle: LONG_NAME })]),
  ],
  'long words': [
    figureOf([bars(estimates(2))], {
      title: `${LONG_NAME}\n${ONE_WORD}`,
      caption: CAPTION,
      footnote: CAPTION,
    }),
  ],
  samples: sampleFigures(),
};

const TOLERANCE = 0.5;

/** Texts that lie on each other. */
function overlaps(boxes: readonly DrawnBox[]): string[] {
  const texts = boxes
    .filter(({ text }) => text !== null && text !== '')
    .map((box) => {
      const ys = box.corners.map(([, y]) => y);
      return { box, top: Math.min(...ys), bottom: Math.max(...ys) };
    })
    .sort((one, other) => one.top - other.top);
  return texts.flatMap(({ box, bottom }, index) => {
    const found: string[] = [];
    // Those that begin below it cannot lie on it.
    for (let next = index + 1; next < texts.length; next++) {
      const other = texts[next];
      if (other === undefined || other.top > bottom) break;
      if (overlap(box, other.box, TOLERANCE)) found.push(`"${box.text}" and "${other.box.text}"`);
    }
    return found;
  });
}

for (const [kind, figures] of Object.entries(EXTREMES)) {
  test(`nothing of a figure is outside its sheet or cut, and no two texts overlap: ${kind}`, async () => {
    for (const [index, figure] of figures.entries()) {
      const { width, height, boxes, cut } = await drawnSheet(figure);
      const name = `${kind} ${index} (${figure.name})`;
      assert.ok(boxes.length > 4, name);
      assert.deepEqual(
        boxes.filter((box) => isOutside(box, width, height, TOLERANCE)),
        [],
        name,
      );
      assert.deepEqual(cut, [], name);
      assert.deepEqual(overlaps(boxes), [], name);
    }
  });
}

test('the scale of a matrix is drawn whole, whatever the number of rows', async () => {
  for (const layers of [1, 2, 3, 64]) {
    const { boxes } = await drawnSheet(figureOf([headMatrix(layers, 6), headMatrix(layers, 6)]));
    const texts = boxes.map(({ text }) => text);
    for (const text of ['Conditional r', '−0.15', '0', '0.15', 'false discovery', 'rate below 5 %']) {
      assert.ok(texts.includes(text.replace('5 %', '5\u00a0%')), `${layers} layers: ${text}`);
    }
    assert.equal(texts.filter((text) => text === 'Conditional r').length, 1);
  }
});

test('what would be outside or overlap is noticed', async () => {
  const { width, height, boxes } = await drawnSheet(figureOf([bars(estimates(2))]));
  const [text] = boxes.filter((box) => box.text !== null);
  assert.ok(text !== undefined);
  const moved = (by: number) => ({ ...text, corners: text.corners.map(([x, y]) => [x + by, y] as const) });
  assert.ok(isOutside(moved(width), width, height, TOLERANCE));
  assert.ok(isOutside(moved(NaN), width, height, TOLERANCE));
  assert.equal(overlaps([...boxes, { ...moved(1), text: 'twice' }]).length, 1);
});
