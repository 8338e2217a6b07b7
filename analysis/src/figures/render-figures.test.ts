import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { syntheticLattice } from '../summary/fixtures/synthetic-lattice.js';
import { syntheticMore } from '../summary/fixtures/synthetic-more.js';
import { syntheticResults } from '../summary/fixtures/synthetic-results.js';
import { summarise } from '../summary/index.js';
import { loadChartStack } from './chart-stack.js';
import { FONT_FAMILY } from './fonts.js';
import { FIGURE_NAMES, renderFigures } from './index.js';
import { Sheet } from './sheet.js';

const run = promisify(execFile);

/** Figures of made-up results; `whole`: of a lattice with everything else beside it. */
async function drawnOf(problems: number, importance?: number[], whole = false) {
  const { ablation, attention } = syntheticResults(
    importance === undefined ? { problems } : { problems, importance },
  );
  if (!whole) {
    return renderFigures(summarise(ablation, attention, { resamples: 50 }), ablation, attention);
  }
  const lattice = syntheticLattice(problems, ablation.thoughts, (ablated) => ablated.length / 4);
  const summary = summarise(lattice, attention, { resamples: 50 }, syntheticMore(lattice));
  return renderFigures(summary, lattice, attention);
}

async function figuresOf(problems: number, importance?: number[], whole = false) {
  return (await drawnOf(problems, importance, whole)).figures;
}

/** Width and height in the header of a PNG, pixels. */
function pngSize(png: Buffer): [number, number] {
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

/** Width and height of the one page of a PDF, points. */
function pageSize(pdf: Buffer): [number, number] {
  const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  assert.equal(boxes.length, 1);
  return [Number(boxes[0]?.[1]), Number(boxes[0]?.[2])];
}

test('every figure comes as a PNG of two pixels a point, and as a PDF page and an SVG of that size', async () => {
  const figures = await figuresOf(20, undefined, true);
  assert.deepEqual(
    figures.map(({ name }) => name),
    [...FIGURE_NAMES],
  );
  assert.equal(figures.length, 15);
  for (const { name, png, pdf, svg } of figures) {
    const [width, height] = pageSize(pdf);
    assert.deepEqual(pngSize(png), [2 * width, 2 * height], name);
    assert.match(
      svg.toString(),
      new RegExp(`width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`),
    );
  }
  assert.deepEqual(pageSize(figures[0]?.pdf ?? Buffer.alloc(0)), [520, 360]);
});

test('figures whose data are not there are not drawn, and said to need what is missing', async () => {
  const { figures, notDrawn } = await drawnOf(20);
  assert.deepEqual(
    figures.map(({ name }) => Number(name.split('_')[0])),
    [1, 2, 3, 4, 7, 8, 9, 13],
  );
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

test('an SVG holds outlines instead of texts, a title, and the same bytes wherever it is drawn', async () => {
  const { figures } = await drawnOf(20);
  const again = await drawnOf(20);
  for (const [index, { name, svg }] of figures.entries()) {
    const text = svg.toString();
    assert.doesNotMatch(text, /<text|<image|font-family/, name);
    assert.match(text, /<title>[^<]+<\/title>/, name);
    // Drawn later in the same process, where Skia's own numbers have gone on.
    assert.ok(svg.equals(again.figures[index]?.svg ?? Buffer.alloc(0)), name);
  }
});

test('figures of approximate results have a footnote more, and are else as large', async () => {
  const options = { problems: 20 };
  const drawn = async (approximate: boolean) => {
    const { ablation, attention } = syntheticResults({ ...options, approximate });
    return (await renderFigures(summarise(ablation, attention, { resamples: 50 }), ablation, attention))
      .figures;
  };
  const [exact, rough] = await Promise.all([drawn(false), drawn(true)]);
  for (const [index, { name, png, pdf }] of rough.entries()) {
    const plain = exact[index];
    assert.ok(plain);
    const [[width, height], [plainWidth, plainHeight]] = [pageSize(pdf), pageSize(plain.pdf)];
    assert.deepEqual([width, height], [plainWidth, plainHeight + 20], name);
    assert.deepEqual(pngSize(png), [2 * width, 2 * height], name);
  }
});

test('the PDFs hold vectors and embedded TrueType, and no raster image', async () => {
  for (const { name, pdf } of await figuresOf(20, undefined, true)) {
    const text = pdf.toString('latin1');
    assert.match(text, /\/FontFile2/, name);
    assert.match(text, /SourceSans3/, name);
    assert.doesNotMatch(text, /\/Subtype \/Image/, name);
  }
  // The check above can fail: a bitmap does show up.
  const stack = await loadChartStack();
  const sheet = new Sheet(stack, 20, 20, null);
  const pixels = sheet.context.createImageData(4, 4);
  pixels.data.fill(120);
  const bitmap = stack.createCanvas(4, 4);
  bitmap.getContext('2d').putImageData(pixels, 0, 0);
  const { loadImage } = await import('@napi-rs/canvas');
  sheet.context.drawImage(await loadImage(bitmap.toBuffer('image/png')), 0, 0);
  assert.match(sheet.close('bitmap').pdf.toString('latin1'), /\/Subtype \/Image/);
});

test('two processes draw the same bytes, with and without the fonts of the system', async () => {
  const script = fileURLToPath(new URL('./fixtures/print-digests.js', import.meta.url));
  const digests = async (env: Record<string, string>) =>
    (await run(process.execPath, [script], { env: { ...process.env, ...env } })).stdout;
  const first = await digests({ LC_ALL: 'de_DE.UTF-8' });
  assert.equal(first.trim().split('\n').length, 24);
  assert.equal(await digests({ DISABLE_SYSTEM_FONTS_LOAD: '1' }), first);
});

test('the shipped font is registered and draws the signs that figures need', async () => {
  const stack = await loadChartStack();
  const { context } = new Sheet(stack, 10, 10, null);
  context.font = `400 20px "${FONT_FAMILY}"`;
  for (const sign of ['\u2212', '×', '⁻', '⁶', '≤', '≥', '’', '…']) {
    assert.ok(context.measureText(sign).width > 0, sign);
  }
});

test('other numbers of thoughts and of problems are drawn, down to none', async () => {
  for (const [problems, importance] of [
    [3, [0.5]],
    [10, [0.1, 0.2, 0.3, 0.2, 0.1, 0.2, 0.3, 0.1]],
    [1, [0, 0]],
  ] as const) {
    const { figures, notDrawn } = await drawnOf(problems, [...importance], problems > 1);
    assert.equal(figures.length + notDrawn.length, 15);
    assert.ok(figures.length >= 7, `${figures.length}`);
  }
  const { ablation, attention } = syntheticResults({ problems: 4 });
  for (const problem of ablation.problems) problem.baseline.correct = false;
  const summary = summarise(ablation, attention, { resamples: 50 });
  const { figures } = await renderFigures(summary, ablation, attention);
  assert.deepEqual(
    figures.map(({ name }) => Number(name.split('_')[0])),
    [1, 2, 3, 4, 7],
  );
});
