import { approximationNote } from '../words/precision.js';
import type { ReplicationResults, ReplicationStage } from '../results/replication.js';
import { fixed, pText } from '../summary/index.js';
import { loadChartStack } from './chart-stack.js';
import { GRID, INK, MUTED } from './palette.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const WIDTH = 760;
const ROW = 46;
/** Where the scale begins and ends, in points. */
const LEFT = 330;
const RIGHT = WIDTH - 120;
const UP = '#0072B2';
const DOWN = '#D55E00';

/** Draws how the headline correlation moves as one flaw after the other is mended. */
export async function drawReplicationWaterfall(results: ReplicationResults): Promise<RenderedSheet> {
  const stack = await loadChartStack();
  const { stages, attention_layer: layer } = results;
  const sheet = new Sheet(stack, WIDTH, 112 + ROW * stages.length + 24, approximationNote(results));
  const top = sheet.header(
    'What is left of the headline when its flaws are mended one at a time',
    `r of attention at layer ${layer} with the importance of a thought. Bars: how the number that would be reported moves. Diamonds: r of ranks with problems and slots taken into account, 95 % interval of whole problems.`,
  );
  const place = scaleOf(stages);
  drawAxis(sheet, place, top, top + ROW * stages.length);
  stages.forEach((stage, index) => {
    const before = stages[index - 1]?.headline ?? null;
    drawStage(sheet, stage, before, place, top + ROW * index);
    if (index < stages.length - 1) drawLevel(sheet, stage, place, top + ROW * index);
  });
  return sheet.close('Replication waterfall');
}

/** A correlation's place on the scale, which holds all that is drawn and 0. */
interface Scale {
  readonly low: number;
  readonly high: number;
  readonly at: (r: number) => number;
}

function scaleOf(stages: readonly ReplicationStage[]): Scale {
  const values = stages.flatMap(({ headline, conditional: { interval } }) => [
    headline ?? 0,
    ...(interval ?? []),
  ]);
  const step = 0.1;
  const low = Math.floor(Math.min(0, ...values) / step) * step;
  const high = Math.ceil(Math.max(0, ...values) / step) * step;
  const span = Math.max(step, high - low);
  return { low, high, at: (r) => LEFT + ((r - low) / span) * (RIGHT - LEFT) };
}

function drawAxis(sheet: Sheet, { low, high, at }: Scale, top: number, bottom: number): void {
  const { context } = sheet;
  for (let tick = Math.round(low * 10); tick <= Math.round(high * 10); tick++) {
    context.strokeStyle = tick === 0 ? INK : GRID;
    context.lineWidth = 0.8;
    line(sheet, at(tick / 10), top, at(tick / 10), bottom);
    sheet.text(fixed(tick / 10, 1), at(tick / 10), bottom + 13, { size: 10, align: 'center' });
  }
  sheet.text('correlation', (LEFT + RIGHT) / 2, bottom + 26, { size: 10, align: 'center', colour: MUTED });
}

function drawStage(
  sheet: Sheet,
  { stage, mended, headline, pooled, conditional, problems, conclusion }: ReplicationStage,
  before: number | null,
  { at }: Scale,
  y: number,
): void {
  const { context } = sheet;
  const middle = y + ROW / 2 - 4;
  sheet.paragraph(`${stage}. ${mended}`, MARGIN, y + 14, LEFT - MARGIN - 18, { size: 10 });
  if (headline !== null) {
    const [from, to] = [at(before ?? 0), at(headline)];
    context.fillStyle = headline >= (before ?? 0) ? UP : DOWN;
    context.fillRect(Math.min(from, to), middle - 7, Math.max(1.5, Math.abs(to - from)), 14);
  }
  if (conditional.r !== null) {
    context.strokeStyle = INK;
    context.lineWidth = 1.2;
    if (conditional.interval) {
      line(sheet, at(conditional.interval[0]), middle + 14, at(conditional.interval[1]), middle + 14);
    }
    const diamond = { shape: 'rectRot', rotation: 0, colour: INK } as const;
    sheet.marker(diamond, at(conditional.r), middle + 14, 4, true);
  }
  const told = headline === null ? 'no value' : `r = ${fixed(headline, 3)}`;
  const p = headline === conditional.r ? conditional.p : pooled.p;
  sheet.text(told, RIGHT + 12, middle - 2, { size: 10.5, weight: 600 });
  sheet.text(p === null ? `n = ${problems}` : `${pText(p)}, n = ${problems}`, RIGHT + 12, middle + 10, {
    size: 9,
    colour: MUTED,
  });
  sheet.text(shortConclusion(conclusion), RIGHT + 12, middle + 21, { size: 9, colour: MUTED });
}

/** The level that the next stage begins at. */
function drawLevel(sheet: Sheet, { headline }: ReplicationStage, { at }: Scale, y: number): void {
  if (headline === null) return;
  sheet.context.strokeStyle = MUTED;
  sheet.context.lineWidth = 0.8;
  const middle = y + ROW / 2 - 4;
  line(sheet, at(headline), middle - 7, at(headline), middle + ROW - 7);
}

const shortConclusion = (conclusion: string): string =>
  conclusion
    .replace('attention goes with importance', '"goes with it"')
    .replace('attention goes against importance', '"goes against it"')
    .replace('no relation', '"no relation"');

function line({ context }: Sheet, fromX: number, fromY: number, toX: number, toY: number): void {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}
