import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { figureId, type Figure } from '@codiscope/analysis';

import { shownId } from './browser.js';
import { clickTo, tooltipOf } from './charts.js';
import { MADE_FIGURES } from './made-figures.js';
import { PROBLEM_IDS } from './made-panels.js';
import { figuresFile, figuresOpened } from './opened.js';

const { page, complaints, requests } = figuresOpened;

/** What a figure on the page says, and whether its canvases hold more than one colour. */
function seen(id: string) {
  return page.locator(`#figure-${id}`).evaluate((figure) => {
    const texts = (selector: string): string[] =>
      [...figure.querySelectorAll(selector)].map(({ textContent }) => textContent);
    const drawn = [...figure.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: new Uint8ClampedArray(),
      };
      return new Set(new Uint32Array(data.buffer)).size > 1;
    });
    return {
      title: texts('h3'),
      panels: texts('h4'),
      caption: texts('figcaption'),
      footnote: texts('.footnote'),
      drawn,
      head: texts('.numbers thead th'),
      rows: [...figure.querySelectorAll('.numbers tbody tr')].map((row) =>
        [...row.children].map(({ textContent }) => textContent),
      ),
    };
  });
}

function told({ title, caption, footnote, panels, numbers }: Figure) {
  return {
    title: [title],
    panels: panels.filter((panel) => panel.title.length > 0).map((panel) => panel.title.join('')),
    caption: [caption],
    footnote: footnote === null ? [] : [footnote],
    drawn: panels.map(() => true),
    head: numbers?.head ?? [],
    rows: numbers?.rows ?? [],
  };
}

test('Every figure is drawn with its words and numbers; nothing is complained of or asked for', async () => {
  assert.equal(await page.locator('figure').count(), MADE_FIGURES.length);
  for (const figure of MADE_FIGURES)
    assert.deepEqual(await seen(figureId(figure)), told(figure), figure.name);
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests, [pathToFileURL(figuresFile).href]);
});

test('Beside what the mouse is at stands what it is, in its unit', async () => {
  const cases: [figure: string, panel: number, dataset: number, index: number, lines: string[]][] = [
    ['importance-by-position', 0, 0, 1, ['2', 'flips: 21.2 %', '95 % interval 14.2 to 28.2 %', '18 of 85 flip']], // prettier-ignore
    ['cumulative-curves', 0, 2, 1, ['1', 'only thought k: 24 %', '95 % interval 18 to 30 %']],
    ['correlation-by-position', 1, 0, 0, ['one', 'pooled: r = −0.30', '95 % interval −0.40 to −0.20']],
    ['layer-head-map', 0, 0, 2, ['Layer: 0', 'Head: 2', 'r = −0.01', 'false discovery rate 5 %']],
    ['steps-and-thoughts', 0, 0, 1, ['Steps: 2', 'Thoughts run before EOT: 1', '2 %', '2/85', '95 % interval of cell 2']], // prettier-ignore
    ['attention-mass', 0, 0, 2, ['7', 'question numbers: 10 %']],
    ['logit-decomposition', 0, 0, 2, ['attention to thought 1', '−0.40', 'from 0.08 to −0.32 logits']],
    ['between-within-split', 1, 1, 0, ['thought 1', 'Mean attention: 0.004', 'Mean drop: 0.75 nats']],
    ['between-within-split', 3, 0, 0, ['between thoughts (b)', '0.94', 'from 0 % to 93.6 %']],
    ['one-of-everything', 1, 0, 0, ['only, Thought 1', '−20 %', '95 % interval −30 to −10 %']],
  ];
  for (const [figure, panel, dataset, index, lines] of cases)
    assert.deepEqual(await tooltipOf(page, { figure, panel, dataset, index }), lines, figure);
});

test('A click on a cell or a point opens its problem', async () => {
  const cases: [figure: string, panel: number, dataset: number, index: number, problem: number][] = [
    // Ten columns: the third row begins with place 20.
    ['few-problems', 0, 0, 23, 3],
    ['few-problems', 0, 0, 9, 9],
    // Dataset 0 is the line; point 0 is thought 1 of problem 0 and does not flip.
    ['attention-vs-importance', 0, 1, 0, 0],
  ];
  for (const [figure, panel, dataset, index, problem] of cases) {
    const id = PROBLEM_IDS[problem];
    assert.equal(await clickTo(page, { figure, panel, dataset, index }), `#problem=${id ?? ''}`);
    assert.equal(await shownId(page), id);
  }
  // A thousand columns: each is hardly wider than a pixel, so the neighbour may be hit.
  await clickTo(page, { figure: 'importance-heatmap', panel: 0, dataset: 0, index: 2345 });
  assert.ok([344, 345, 346].map((place) => PROBLEM_IDS[place]).includes(await shownId(page)));
});

test('The key of a figure stands once for all its panels, and shows and hides thoughts in each', async () => {
  const key = page.locator('#figure-attention-vs-importance .key');
  assert.deepEqual(await key.locator('.entry').allTextContents(), [
    ...[1, 2, 3, 4, 5, 6].map((thought) => `thought ${thought}: ${20 - thought} of 85 flip`),
    'filled: answer flips',
    'open: it does not',
    'least squares over all points of the panel',
  ]);
  const visible = () =>
    page.evaluate(() =>
      [0, 1].map((panel) => window.chartOf('attention-vs-importance', panel).isDatasetVisible(2)),
    );
  const button = key.getByRole('button', { name: 'thought 2' });
  assert.deepEqual([await button.getAttribute('aria-pressed'), await visible()], ['true', [true, true]]);
  await button.press('Enter');
  assert.deepEqual([await button.getAttribute('aria-pressed'), await visible()], ['false', [false, false]]);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await visible(), [false, false], 'it stays hidden in other colours');
  await page.emulateMedia({ colorScheme: 'light' });
  await button.click();
  assert.deepEqual(await visible(), [true, true]);
  const scale = page.locator('#figure-layer-head-map .key .scale');
  assert.deepEqual(await scale.locator('.ends span').allTextContents(), ['−0.20', '0', '0.20']);
});

test('As on paper, the first row is on top, blue is below zero and vermilion above', async () => {
  const found = await page.evaluate(() => {
    const chart = window.chartOf('interactions', 0);
    const { data } = chart.getDatasetMeta(0);
    return {
      tops: [0, 5, 9, 12, 14].map((index) => data[index]?.getCenterPoint().y),
      colours: chart.data.datasets[0]?.backgroundColor,
    };
  });
  assert.deepEqual(
    [...found.tops],
    [...found.tops].sort((a, b) => Number(a) - Number(b)),
  );
  const values = MADE_FIGURES.find(({ name }) => name === '5_interactions')?.panels[0];
  assert.ok(values?.kind === 'matrix');
  const colours = found.colours ?? [];
  const shown = values.values.flat().filter((_, place) => !values.empty.includes(place));
  assert.equal(colours.length, 15);
  for (const [index, value] of shown.entries()) {
    const channels = colours[index]?.match(/\d+/g)?.map(Number) ?? [];
    assert.equal(
      Math.sign(Number(channels[0]) - Number(channels[2])),
      Math.sign(Number(value)),
      String(value),
    );
  }
});

test('Panels stand side by side where there is room, and one below the other at 400 pixels', async () => {
  const corners = () =>
    page
      .locator('#figure-between-within-split .panel')
      .evaluateAll((panels) =>
        panels.map((panel) => panel.getBoundingClientRect()).map(({ left, top }) => [left, top]),
      );
  const [first = [], second = [], third = [], last = []] = await corners();
  assert.ok(first[1] === second[1] && second[1] === third[1] && Number(last[1]) > Number(first[1]));
  assert.ok(first[0] === last[0]);
  await page.setViewportSize({ width: 400, height: 800 });
  const narrow = await corners();
  assert.equal(new Set(narrow.map(([left]) => left)).size, 1);
  assert.equal(new Set(narrow.map(([, top]) => top)).size, 4);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 400);
});

test('Nothing was complained of meanwhile', () => {
  assert.deepEqual(complaints, []);
});
