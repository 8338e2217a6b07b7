import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { syntheticResults } from '../summary/fixtures/synthetic-results.js';
import { summarise } from '../summary/index.js';
import { loadChartStack } from './chart-stack.js';
import { FONT_FAMILY } from './fonts.js';
import { FIGURE_NAMES, renderFigures } from './index.js';
import { Sheet } from './sheet.js';

const run = promisify(execFile);

function figuresOf(problems: number, importance?: number[]) {
  const { ablation, attention } = syntheticResults(
    importance === undefined ? { problems } : { problems, importance },
  );
  return renderFigures(summarise(ablation, attention, { resamples: 50 }), ablation, attention);
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

test('all four figures come as a PNG of two pixels a point and a PDF page of that size', async () => {
  const figures = await figuresOf(20);
  assert.deepEqual(
    figures.map(({ name }) => name),
    [...FIGURE_NAMES],
  );
  for (const { name, png, pdf } of figures) {
    const [width, height] = pageSize(pdf);
    assert.deepEqual(pngSize(png), [2 * width, 2 * height], name);
  }
  assert.deepEqual(pageSize(figures[0]?.pdf ?? Buffer.alloc(0)), [520, 360]);
});

test('figures of approximate results have a footnote more, and are else as large', async () => {
  const options = { problems: 20 };
  const drawn = async (approximate: boolean) => {
    const { ablation, attention } = syntheticResults({ ...options, approximate });
    return renderFigures(summarise(ablation, attention, { resamples: 50 }), ablation, attention);
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
  for (const { name, pdf } of await figuresOf(20)) {
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
  assert.equal(first.trim().split('\n').length, 8);
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
    assert.equal((await figuresOf(problems, [...importance])).length, 4);
  }
  const { ablation, attention } = syntheticResults({ problems: 4 });
  for (const problem of ablation.problems) problem.baseline.correct = false;
  const summary = summarise(ablation, attention, { resamples: 50 });
  assert.equal((await renderFigures(summary, ablation, attention)).length, 4);
});
