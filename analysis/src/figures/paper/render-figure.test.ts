import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Figure } from '../../words/figure.js';
import { FONT_FAMILY, loadChartStack } from './chart-stack.js';
import { sampleFigures } from './fixtures/sample-figures.js';
import { around, bars, figureOf, headMatrix, scatter } from './fixtures/sample-panels.js';
import { drawnSheet } from './fixtures/drawn-boxes.js';
import { renderFigure } from './render-figure.js';
import type { RenderedFigure } from './sheet.js';
import { Sheet } from './sheet.js';

const run = promisify(execFile);

/** All sample figures, drawn once for all tests. */
const drawn: Promise<(RenderedFigure & Figure)[]> = (async () => {
  const all = [];
  for (const figure of sampleFigures()) all.push({ ...figure, ...(await renderFigure(figure)) });
  return all;
})();

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

const textsOf = async (figure: Figure): Promise<(string | null)[]> =>
  (await drawnSheet(figure)).boxes.map(({ text }) => text);

test('every figure comes as a PNG of two pixels a point, and as a PDF page and an SVG of that size', async () => {
  const figures = await drawn;
  assert.deepEqual([...new Set(figures.flatMap(({ panels }) => panels.map(({ kind }) => kind)))].sort(), [
    'bars',
    'curves',
    'forest',
    'matrix',
    'scatter',
    'stack',
    'waterfall',
  ]);
  for (const { name, png, pdf, svg } of figures) {
    const [width, height] = pageSize(pdf);
    assert.deepEqual(pngSize(png), [2 * width, 2 * height], name);
    assert.match(
      svg.toString(),
      new RegExp(`width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`),
    );
  }
  assert.equal(pageSize(figures[0]?.pdf ?? Buffer.alloc(0))[0], 520);
});

test('a PNG is opaque everywhere, so that it can be read on any ground', async () => {
  const { loadImage } = await import('@napi-rs/canvas');
  const stack = await loadChartStack();
  for (const { name, png } of await drawn) {
    const [width, height] = pngSize(png);
    const context = stack.createCanvas(width, height).getContext('2d');
    context.drawImage(await loadImage(png), 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    assert.ok(
      data.every((value, index) => index % 4 !== 3 || value === 255),
      name,
    );
  }
});

test('an SVG holds outlines instead of texts, a title, and no place that is no number', async () => {
  for (const { name, title, svg } of await drawn) {
    const text = svg.toString();
    assert.doesNotMatch(text, /<text|<image|font-family/, name);
    assert.ok(text.includes(`<title>${title.replaceAll('\n', ': ')}</title>`), name);
    assert.doesNotMatch(text, /NaN|undefined|Infinity|null/, name);
  }
});

test('the PDFs hold vectors and embedded TrueType, and no raster image', async () => {
  for (const { name, pdf } of await drawn) {
    const text = pdf.toString('latin1');
    assert.match(text, /\/FontFile2/, name);
    assert.match(text, /SourceSans3/, name);
    assert.doesNotMatch(text, /\/Subtype \/Image/, name);
  }
  // The check above can fail: a bitmap does show up.
  const stack = await loadChartStack();
  const sheet = new Sheet(stack, 20, 20);
  const pixels = sheet.context.createImageData(4, 4);
  pixels.data.fill(120);
  const bitmap = stack.createCanvas(4, 4);
  bitmap.getContext('2d').putImageData(pixels, 0, 0);
  const { loadImage } = await import('@napi-rs/canvas');
  sheet.context.drawImage(await loadImage(bitmap.toBuffer('image/png')), 0, 0);
  assert.match(sheet.close('bitmap').pdf.toString('latin1'), /\/Subtype \/Image/);
});

test('the bytes are the same in another order, in another process, and without the fonts of the system', async () => {
  const own = (await drawn).flatMap(({ name, png, pdf, svg }) =>
    [png, pdf, svg].map((bytes) => `${name} ${createHash('sha256').update(bytes).digest('hex')}`),
  );
  assert.equal(own.length, 48);
  const script = fileURLToPath(new URL('./fixtures/print-digests.js', import.meta.url));
  // The locale of a machine must not show either.
  const env = { ...process.env, LC_ALL: 'de_DE.UTF-8', DISABLE_SYSTEM_FONTS_LOAD: '1' };
  const other = (await run(process.execPath, [script], { env })).stdout.trim().split('\n');
  assert.deepEqual(other.sort(), own.sort());
  // Drawn again in this process, where Skia's own numbers have gone on.
  const [heatmap] = (await drawn).filter(({ name }) => name.startsWith('2_'));
  assert.ok(heatmap !== undefined);
  const again = await renderFigure(heatmap);
  for (const format of ['png', 'pdf', 'svg'] as const) {
    assert.ok(again[format].equals(heatmap[format]), format);
  }
});

test('the shipped font is registered and draws the signs that figures need', async () => {
  const stack = await loadChartStack();
  const { context } = new Sheet(stack, 10, 10);
  context.font = `400 20px "${FONT_FAMILY}"`;
  for (const sign of ['\u2212', '×', '⁻', '⁶', '≤', '≥', '’', '…']) {
    assert.ok(context.measureText(sign).width > 0, sign);
  }
});

test('a footnote is one more line at the foot, and nothing else is changed', async () => {
  const figure = figureOf([bars([around(0.2, 0.1)])]);
  const plain = await drawnSheet(figure);
  const noted = await drawnSheet({ ...figure, footnote: 'Approximate results.' });
  assert.deepEqual([noted.width, noted.height], [plain.width, plain.height + 20]);
  const rest = noted.boxes.slice(1, -1);
  assert.deepEqual(rest, plain.boxes.slice(1));
  assert.equal(noted.boxes.at(-1)?.text, 'Approximate results.');
});

test('a figure tells its title, caption, panels and thoughts; what flips and the line only where they are', async () => {
  const [sample] = sampleFigures().filter(({ name }) => name.startsWith('3_'));
  assert.ok(sample !== undefined);
  const texts = await textsOf(sample);
  for (const text of [
    'Attention against importance, layer 7',
    'a  Pooled',
    'thought 3: 10 of 85 flip',
    'filled: answer flips',
    'open: it does not',
    'least squares over all points of the panel',
  ]) {
    // prettier-ignore
    assert.equal(texts.filter((each) => each === text).length, 1, text);
  }
  const bare = scatter(3, 2, { flips: [0, 0, 0, 0, 0, 0], line: null });
  const without = await textsOf(figureOf([bare]));
  assert.ok(!without.some((text) => /filled|open|least squares|thought \d/.test(text ?? '')));
});

test('panels of another kind than those above have a row of their own width', async () => {
  const [split] = sampleFigures().filter(({ name }) => name.startsWith('13_'));
  assert.ok(split !== undefined);
  const { width, boxes } = await drawnSheet(split);
  const left = (text: string) => boxes.find((box) => box.text === text)?.corners[0]?.[0] ?? NaN;
  assert.ok(left('Covariance of a') < width / 10 && left('93.6\u00a0%') > 0.9 * width - 20);
  assert.ok(left('a  All pairs') < left('b  Thoughts’ means only'));
});

test('two matrices that are read by one scale have one, and others one each', async () => {
  const other = headMatrix(2, 3, { scaleTitle: ['Another r'] });
  const scales = async (panels: Figure['panels']) =>
    (await textsOf(figureOf(panels))).filter((text) => text === 'Conditional r' || text === 'Another r');
  assert.deepEqual(await scales([headMatrix(2, 3), headMatrix(2, 3)]), ['Conditional r']);
  assert.deepEqual(await scales([headMatrix(2, 3), other]), ['Conditional r', 'Another r']);
});

test('a figure without a panel tells why there is none', async () => {
  const texts = await textsOf(
    figureOf([], { title: 'Nothing to draw', caption: 'No problem is left after the exclusions.' }),
  );
  assert.deepEqual(
    texts.filter((text) => text !== null),
    ['Nothing to draw', 'No problem is left after the exclusions.'],
  );
});
