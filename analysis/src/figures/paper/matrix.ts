import type { MatrixPanel } from '../../words/figure.js';
import { entryAt, required } from '../../words/required.js';
import {
  contrastingInk,
  contrastingSignedInk,
  divergingColour,
  GRID,
  INK,
  MUTED,
  sequentialColour,
} from '../palette.js';
import { NAME, NAME_LEADING, TURNED_NAME, numberText } from './axis.js';
import {
  AXIS_TITLE,
  COUNT,
  HEAD,
  MatrixScale,
  type MatrixSize,
  OVERLAP,
  VALUE,
  matrixSize,
  overProblems,
  sharingScale,
} from './matrix-size.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { FULL_WIDTH } from './paper-panel.js';
import type { Pen } from './pen.js';
import type { Ruler } from './ruler.js';

const UNDEFINED = '#F3F3F3';
const STAIR = { colour: '#D55E00', width: 2.4 };
const FRAME = { colour: '#000000', width: 1.8 };
const GROUP = { size: 10, weight: 600, align: 'center' } as const;
/** Between the cells and the scale. */
const GAP = 22;

/** Where the cells begin, and how large they are. */
interface Cells extends MatrixSize {
  readonly x: number;
  readonly y: number;
}

/** Coloured cells with what stands around them. */
export function matrixOnPaper(panel: MatrixPanel, surroundings: Surroundings): PaperPanel {
  const { ruler, figure, withScale } = surroundings;
  const scale = withScale ? new MatrixScale(panel, sharingScale(panel, figure), ruler) : null;
  const beside = scale === null ? 0 : GAP + scale.width;
  const stretches = overProblems(panel);
  const sizeAt = (width: number): MatrixSize => matrixSize(panel, figure, ruler, width - beside);
  const own = sizeAt(FULL_WIDTH);
  const natural = own.body + beside;
  return {
    width: Math.ceil(natural),
    stretches,
    legend: [],
    height(width) {
      const { cellHeight, foot } = sizeAt(width);
      return Math.ceil(Math.max(HEAD + cellHeight * panel.rows.length + foot, scale?.height ?? 0));
    },
    draw(sheet, place) {
      const size = sizeAt(place.width);
      const cells = { ...size, x: place.x + size.left, y: place.y + HEAD };
      drawCells(sheet.pen, panel, cells);
      drawNames(sheet.pen, panel, cells, place.x, ruler);
      scale?.draw(sheet.pen, place.x + size.body + GAP, place.y);
    },
  };
}

function drawCells(pen: Pen, panel: MatrixPanel, cells: Cells): void {
  const { rows, columns, empty, marks, mark } = panel;
  const { x, y, cellWidth, cellHeight } = cells;
  const [left, marked] = [new Set(empty), new Set(marks)];
  const dense = overProblems(panel);
  // Dense cells overlap, against seams between them; others have a gap.
  const width = dense ? cellWidth + OVERLAP : cellWidth - 1;
  const height = dense ? cellHeight + OVERLAP : cellHeight - 1;
  for (const row of rows.keys()) {
    for (const column of columns.keys()) {
      const place = row * columns.length + column;
      if (left.has(place)) continue;
      const own = entryAt(panel.values, row, 'rows of values')[column];
      const value = own === null ? null : required(own, `column ${column} of row ${row}`);
      const [cellX, cellY] = [x + column * cellWidth, y + row * cellHeight];
      pen.area(cellX, cellY, width, height, colourOf(panel, value));
      drawText(pen, panel, cells, value, place, cellX + cellWidth / 2, cellY + cellHeight / 2);
      if (!marked.has(place)) continue;
      if (mark === 'frame') pen.outline(cellX + 1, cellY + 1, width - 2, height - 2, FRAME);
      else {
        const radius = Math.min(4, 0.36 * Math.min(cellWidth, cellHeight));
        pen.dot(cellX + cellWidth / 2, cellY + cellHeight / 2, radius, inkFor(panel, value));
      }
    }
  }
  if (dense) drawDenseLines(pen, panel, cells);
  drawStair(pen, panel, cells);
}

const shareOf = ({ top }: MatrixPanel, value: number): number => value / top;

function colourOf(panel: MatrixPanel, value: number | null): string {
  if (value === null) return UNDEFINED;
  const share = shareOf(panel, value);
  return panel.diverging ? divergingColour(share) : sequentialColour(share);
}

function inkFor(panel: MatrixPanel, value: number | null): string {
  if (value === null) return MUTED;
  const share = shareOf(panel, value);
  return panel.diverging ? contrastingSignedInk(share) : contrastingInk(share);
}

function drawText(
  pen: Pen,
  panel: MatrixPanel,
  { labelled, cellWidth }: Cells,
  value: number | null,
  place: number,
  x: number,
  y: number,
): void {
  const colour = inkFor(panel, value);
  if (!labelled) {
    // In grey a strong negative value is told by its sign.
    const negative = panel.diverging && value !== null && shareOf(panel, value) < -0.25;
    if (negative && cellWidth >= 9) pen.text('\u2212', x - 0.5, y + 3, { ...VALUE, colour });
    return;
  }
  const counted = value !== null && panel.counts.length > 0;
  const count = counted ? entryAt(panel.counts, place, 'counts') : '';
  pen.text(numberText(value, panel.form), x - 0.5, count === '' ? y + 3.5 : y - 0.5, { ...VALUE, colour });
  if (count !== '') pen.text(count, x - 0.5, y + 10, { ...COUNT, colour });
}

/** White lines between rows, and an edge. */
function drawDenseLines(
  pen: Pen,
  { rows, columns }: MatrixPanel,
  { x, y, cellWidth, cellHeight }: Cells,
): void {
  const [width, height] = [cellWidth * columns.length, cellHeight * rows.length];
  for (let row = 1; row < rows.length; row++) {
    const line = y + row * cellHeight;
    pen.path([[x, line], [x + width, line]], { colour: '#FFFFFF', width: 1 }); // prettier-ignore
  }
  pen.outline(x, y, width, height, { colour: GRID, width: 0.8 });
}

function drawStair(pen: Pen, { stair, rows }: MatrixPanel, { x, y, cellWidth, cellHeight }: Cells): void {
  if (stair.length === 0) return;
  const points = [...rows.keys()].flatMap((row) => {
    const edge = x + entryAt(stair, row, 'the stair') * cellWidth - 0.5;
    const top = row === 0 ? y : y + row * cellHeight - 0.5;
    return [[edge, top], [edge, y + (row + 1) * cellHeight - 0.5]] as const; // prettier-ignore
  });
  pen.path(points, STAIR);
}

function drawNames(pen: Pen, panel: MatrixPanel, cells: Cells, left: number, ruler: Ruler): void {
  const { rows, columns, groups } = panel;
  const { x, y, cellWidth, cellHeight, rowNames, names, turned, step, rowTitle, columnTitle, foot } = cells;
  const bottom = y + rows.length * cellHeight;
  pen.text(rowTitle, left, y - 6, AXIS_TITLE);
  for (const [row, name] of rowNames.entries()) {
    pen.text(name, x - 8, y + (row + 0.5) * cellHeight + 3.5, { ...NAME, align: 'right' });
  }
  for (const { name, start, end } of groups) {
    const room = (end - start) * cellWidth;
    if (start > 0) {
      const line = x + start * cellWidth;
      pen.path([[line, y - 14], [line, bottom]], { colour: INK, width: 1.2 }); // prettier-ignore
    }
    const text = ruler.shortened(name, GROUP, room - 4);
    if (text !== '…') pen.text(text, x + start * cellWidth + room / 2, y - 4, GROUP);
  }
  for (const [column, lines] of names.entries()) {
    if (column % step !== 0) continue;
    const centre = x + (column + 0.5) * cellWidth;
    if (turned === 0) pen.lines(lines, centre, bottom + 12, NAME_LEADING, { ...NAME, align: 'center' });
    else pen.text(lines.join(' '), centre + 4, bottom + 8, { ...TURNED_NAME, align: 'right' }, turned);
  }
  // In the middle, as far as it does not begin left of the panel.
  const half = ruler.width(columnTitle, AXIS_TITLE) / 2;
  const middle = Math.max(left + half, x + (columns.length * cellWidth) / 2);
  if (columnTitle !== '')
    pen.text(columnTitle, middle, bottom + foot - 5, { ...AXIS_TITLE, align: 'center' });
}
