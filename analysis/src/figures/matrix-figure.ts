import type { ChartStack } from './chart-stack.js';
import type { MatrixCell, MatrixFigure, MatrixPanel } from './matrix-figure-data.js';
import {
  contrastingInk,
  contrastingSignedInk,
  divergingColour,
  INK,
  MUTED,
  sequentialColour,
} from './palette.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const LABELS = 46;
const TITLES = 40;
const FOOT = 42;
const GAP = 26;
const SCALE = 84;
const NARROWEST = 520;
const EMPTY = '#F3F3F3';

/** Draws matrices with their values in the cells and one scale for all. */
export function drawMatrixFigure(stack: ChartStack, figure: MatrixFigure): RenderedSheet {
  const { panels, across, cellWidth, cellHeight } = figure;
  const widthOf = (panel: MatrixPanel): number => labelWidth(panel) + panel.columns.length * cellWidth;
  const heightOf = (panel: MatrixPanel): number => TITLES + panel.rows.length * cellHeight + FOOT;
  const columnWidth = Math.max(...panels.map(widthOf)) + GAP;
  const rowHeight = Math.max(...panels.map(heightOf));
  const columns = Math.min(across, panels.length);
  const width = Math.max(NARROWEST, 2 * MARGIN + columns * columnWidth + SCALE);
  const head = Sheet.headerHeight(stack, width, figure.title, figure.subtitle);
  const rows = Math.ceil(panels.length / columns);
  const sheet = new Sheet(stack, width, head + rows * rowHeight + 8, figure.footnote);
  const top = sheet.header(figure.title, figure.subtitle);
  for (const [index, panel] of panels.entries()) {
    drawPanel(
      sheet,
      figure,
      panel,
      MARGIN + (index % columns) * columnWidth,
      top + Math.floor(index / columns) * rowHeight,
    );
  }
  drawScale(sheet, figure, width - SCALE + 2, top + TITLES);
  return sheet.close(figure.title);
}

function labelWidth({ rows }: MatrixPanel): number {
  return LABELS + Math.max(0, ...rows.map((row) => row.length - 2)) * 5;
}

function drawPanel(sheet: Sheet, figure: MatrixFigure, panel: MatrixPanel, x: number, y: number): void {
  const { cellWidth, cellHeight, diverging } = figure;
  const { context } = sheet;
  const left = x + labelWidth(panel);
  const top = y + TITLES;
  sheet.text(panel.title, x, y + 14, { size: 11, weight: 600 });
  sheet.text(panel.rowTitle, x, top - 6, { size: 10, colour: MUTED });
  for (const [row, name] of panel.rows.entries()) {
    const middle = top + (row + 0.5) * cellHeight;
    sheet.text(name, left - 8, middle + 3.5, { size: 10.5, align: 'right' });
    for (const [column, cell] of (panel.cells[row] ?? []).entries()) {
      if (cell === null) continue;
      const place = left + column * cellWidth;
      context.fillStyle = colourOf(cell, diverging);
      context.fillRect(place, top + row * cellHeight, cellWidth - 1, cellHeight - 1);
      drawText(sheet, cell, diverging, place + cellWidth / 2, middle);
      if (cell.marked === true) {
        context.strokeStyle = '#000000';
        context.lineWidth = 1.8;
        context.strokeRect(place + 1, top + row * cellHeight + 1, cellWidth - 3, cellHeight - 3);
      }
    }
  }
  drawStair(sheet, panel, left, top, cellWidth, cellHeight);
  const bottom = top + panel.rows.length * cellHeight;
  const skip = Math.ceil(18 / cellWidth);
  for (const [column, name] of panel.columns.entries()) {
    if (column % skip !== 0) continue;
    sheet.text(name, left + (column + 0.5) * cellWidth, bottom + 12, { size: 10.5, align: 'center' });
  }
  const centre = left + (panel.columns.length * cellWidth) / 2;
  sheet.text(panel.columnTitle, centre, bottom + 27, { size: 10, colour: MUTED, align: 'center' });
}

function colourOf({ share }: MatrixCell, diverging: boolean): string {
  if (share === null) return EMPTY;
  return diverging ? divergingColour(share) : sequentialColour(share);
}

function drawText(
  sheet: Sheet,
  { lines, share }: MatrixCell,
  diverging: boolean,
  x: number,
  y: number,
): void {
  const colour = share === null ? MUTED : diverging ? contrastingSignedInk(share) : contrastingInk(share);
  const [first, second] = lines;
  if (first === undefined) return;
  sheet.text(first, x, second === undefined ? y + 3.5 : y - 0.5, { size: 10.5, align: 'center', colour });
  if (second !== undefined) sheet.text(second, x, y + 10, { size: 8.5, align: 'center', colour });
}

function drawStair(
  sheet: Sheet,
  { stair, rows }: MatrixPanel,
  left: number,
  top: number,
  cellWidth: number,
  cellHeight: number,
): void {
  if (stair === undefined) return;
  const { context } = sheet;
  context.strokeStyle = '#D55E00';
  context.lineWidth = 2.4;
  context.beginPath();
  for (const [row] of rows.entries()) {
    const x = left + (stair[row] ?? 0) * cellWidth - 0.5;
    if (row === 0) context.moveTo(x, top);
    else context.lineTo(x, top + row * cellHeight - 0.5);
    context.lineTo(x, top + (row + 1) * cellHeight - 0.5);
  }
  context.stroke();
}

function drawScale(sheet: Sheet, figure: MatrixFigure, x: number, top: number): void {
  const { context } = sheet;
  const height = 96;
  const steps = 48;
  for (const [index, line] of figure.scaleTitle.split('\n').entries()) {
    sheet.text(line, x, top - 18 + index * 11, { size: 9.5 });
  }
  const from = top + 8;
  for (let step = 0; step < steps; step++) {
    const share = 1 - step / (steps - 1);
    context.fillStyle = figure.diverging ? divergingColour(2 * share - 1) : sequentialColour(share);
    context.fillRect(x, from + (step * height) / steps, 12, height / steps + 0.35);
  }
  context.strokeStyle = INK;
  context.lineWidth = 0.6;
  context.strokeRect(x, from, 12, height);
  for (const [index, label] of figure.scaleLabels.entries()) {
    sheet.text(label, x + 17, from + (1 - index / 2) * height + 3.5, { size: 9.5 });
  }
  if (figure.markLegend === null) return;
  context.strokeStyle = '#000000';
  context.lineWidth = 1.8;
  context.strokeRect(x + 1, from + height + 14, 11, 11);
  for (const [index, line] of figure.markLegend.split('\n').entries()) {
    sheet.text(line, index === 0 ? x + 17 : x, from + height + 23 + index * 12, { size: 9.5 });
  }
}
