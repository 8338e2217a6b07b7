import type { AttentionMassFigure } from './attention-mass-data.js';
import type { ChartStack } from './chart-stack.js';
import { GRID, INK, MUTED, thoughtStyle } from './palette.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const WIDTH = 760;
const ROW = 25;
const LEFT = 62;
const GAP = 16;
/** Room for both sign and percent, and for percent alone. */
const WIDE = 31;
const NARROW = 17;
const LEGEND_COLUMNS = 4;
const LEGEND_ROW = 15;
/** What is no thought stays in greys. */
const GREYS: Readonly<Record<string, string>> = {
  question_numbers: '#8C8C8C',
  question_other: '#D9D9D9',
  bot: '#F2F2F2',
  eot: '#5E5E5E',
  answer: '#B3B3B3',
};
/** Colours on which black is read better than white. */
const LIGHT = new Set(['#56B4E9', '#E69F00', '#CC79A7', '#D9D9D9', '#F2F2F2', '#B3B3B3']);

function colourOf(group: string): string {
  const thought = /^thought_(\d+)$/.exec(group)?.[1];
  return thought === undefined ? (GREYS[group] ?? '#EEEEEE') : thoughtStyle(Number(thought)).colour;
}

/** Draws figure 9: one stacked bar a layer. */
export function drawAttentionMass(stack: ChartStack, data: AttentionMassFigure): RenderedSheet {
  const head = Sheet.headerHeight(stack, WIDTH, data.title, data.subtitle);
  const legend = LEGEND_ROW * Math.ceil(data.groups.length / LEGEND_COLUMNS);
  const height = head + GAP + ROW * data.bars.length + 40 + legend + 6;
  const sheet = new Sheet(stack, WIDTH, height, data.footnote);
  const top = sheet.header(data.title, data.subtitle) + GAP;
  const width = WIDTH - LEFT - MARGIN - 8;
  const bottom = top + ROW * data.bars.length;
  drawAxis(sheet, top, bottom, width);
  for (const [row, { layer, parts }] of data.bars.entries()) {
    const y = top + row * ROW;
    sheet.text(layer, LEFT - 8, y + ROW / 2 + 3.5, { size: 11, align: 'right' });
    for (const { group, start, end, labels } of parts) {
      const colour = colourOf(group);
      const extent = (end - start) * width;
      sheet.context.fillStyle = colour;
      sheet.context.fillRect(LEFT + start * width, y + 2, extent, ROW - 4);
      sheet.context.fillStyle = '#FFFFFF';
      if (extent > 2) sheet.context.fillRect(LEFT + end * width - 0.6, y + 2, 0.6, ROW - 4);
      const label = extent >= WIDE ? labels[0] : labels[1];
      if (extent < NARROW) continue;
      const ink = LIGHT.has(colour) ? '#111111' : '#FFFFFF';
      sheet.text(label, LEFT + ((start + end) / 2) * width, y + ROW / 2 + 3.5, {
        size: 10,
        align: 'center',
        colour: ink,
      });
    }
  }
  sheet.text('Layer', LEFT - 8, top - 4, { size: 10, colour: MUTED, align: 'right' });
  drawLegend(sheet, data, bottom + 42);
  return sheet.close(data.title);
}

function drawAxis(sheet: Sheet, top: number, bottom: number, width: number): void {
  const { context } = sheet;
  for (let tenth = 0; tenth <= 10; tenth += 2) {
    const x = LEFT + (tenth / 10) * width;
    context.strokeStyle = GRID;
    context.lineWidth = 0.8;
    context.beginPath();
    context.moveTo(x, top);
    context.lineTo(x, bottom + 3);
    context.stroke();
    sheet.text(String(tenth / 10), x, bottom + 14, { size: 10, align: 'center' });
  }
  sheet.text('Share of the attention weight', LEFT + width / 2, bottom + 27, {
    size: 10.5,
    colour: MUTED,
    align: 'center',
  });
}

function drawLegend(sheet: Sheet, { groups }: AttentionMassFigure, top: number): void {
  const column = (WIDTH - 2 * MARGIN) / LEGEND_COLUMNS;
  for (const [index, { group, name }] of groups.entries()) {
    const x = MARGIN + 4 + (index % LEGEND_COLUMNS) * column;
    const y = top + Math.floor(index / LEGEND_COLUMNS) * LEGEND_ROW;
    sheet.context.fillStyle = colourOf(group);
    sheet.context.fillRect(x, y - 8.5, 11, 10);
    sheet.context.strokeStyle = INK;
    sheet.context.lineWidth = 0.4;
    sheet.context.strokeRect(x, y - 8.5, 11, 10);
    sheet.text(name, x + 16, y, { size: 10.5 });
  }
}
