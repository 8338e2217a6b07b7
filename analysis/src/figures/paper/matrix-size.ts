import type { Figure, MatrixPanel } from '../../words/figure.js';
import { INK, divergingColour, sequentialColour } from '../palette.js';
import { NAME, NAME_LEADING, categoryNames, numberText } from './axis.js';
import type { Pen } from './pen.js';
import type { Ruler } from './ruler.js';

/** Of the value of a cell and its second line. */
export const VALUE = { size: 10.5, align: 'center' } as const;
export const COUNT = { size: 8.5, align: 'center' } as const;
export const AXIS_TITLE = { size: 10, colour: '#555555' } as const;
/** Above the cells: the title of the rows or the names of groups. */
export const HEAD = 20;
const COLUMN_TITLE = 16;
const ROOM = 14;
const CELL = { narrowest: 38, widest: 84, high: 26, higher: 34 };
/** Cells without a text, and the highest that rows are together where problems are columns. */
const SMALL = 15;
const TALLEST = 900;
const PROBLEM = { row: 30, least: 12, width: 110 };
/** Cells wider than this together have no texts. */
const WIDEST = 860;
const MOST_ROW_NAME = 200;
const MOST_TITLE = 260;
const MOST_ROW_TITLE = 120;
/** Up to so many problems their ids stand below the columns. */
const MOST_IDS = 25;

/** Sizes of a matrix, points. */
export interface MatrixSize {
  /** Left of the cells. */
  readonly left: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Whether values stand in the cells. */
  readonly labelled: boolean;
  /** Below the cells, for names and title of the columns. */
  readonly foot: number;
  /** Names of the columns, each of some lines, at every `step`th column; empty for none. */
  readonly names: readonly (readonly string[])[];
  readonly turned: number;
  readonly step: number;
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rowNames: readonly string[];
  /** From the left of everything to the right of the cells and their titles. */
  readonly body: number;
}

/** Whether columns are problems: cells without gaps that fill the width. */
export function overProblems({ problems }: MatrixPanel): boolean {
  return problems.length > 0;
}

/** The sizes of a matrix, at most `room` wide where its columns are problems. Matrices of one figure have equal cells. */
export function matrixSize(panel: MatrixPanel, figure: Figure, ruler: Ruler, room: number): MatrixSize {
  const { rows, columns, groups } = panel;
  const rowNames = rows.map((name) => ruler.shortened(name, NAME, MOST_ROW_NAME));
  // Where groups are named above the cells, the title of the rows needs a place of its own.
  const rowTitle = ruler.shortened(
    panel.rowTitle,
    AXIS_TITLE,
    groups.length === 0 ? MOST_TITLE : MOST_ROW_TITLE,
  );
  const columnTitle = ruler.shortened(panel.columnTitle, AXIS_TITLE, MOST_TITLE);
  const rowRoom = ruler.width(rowTitle, AXIS_TITLE);
  const columnRoom = ruler.width(columnTitle, AXIS_TITLE);
  const title = groups.length === 0 ? 0 : rowRoom + 8;
  const left = Math.ceil(Math.max(34, title, ruler.widest(rowNames, NAME) + 14));
  const cells = overProblems(panel) ? problemCells(panel, left, room) : plainCells(panel, figure, ruler);
  const named = columnNames(panel, ruler, cells.cellWidth);
  const width = cells.cellWidth * columns.length;
  const body = Math.ceil(Math.max(left + width, rowRoom, columnRoom, left + width / 2 + columnRoom / 2));
  return { left, ...cells, rowTitle, columnTitle, rowNames, body, ...named };
}

function problemCells({ rows, columns }: MatrixPanel, left: number, room: number) {
  const cellHeight = Math.max(PROBLEM.least, Math.min(PROBLEM.row, TALLEST / Math.max(1, rows.length)));
  const width = room - left;
  const cellWidth = Math.min(PROBLEM.width, width / Math.max(1, columns.length));
  return { cellWidth, cellHeight, labelled: false };
}

function plainCells(panel: MatrixPanel, { panels }: Figure, ruler: Ruler) {
  const matrices = panels.filter((each) => each.kind === 'matrix' && !overProblems(each));
  const all = matrices.length === 0 ? [panel] : matrices.filter((each) => each.kind === 'matrix');
  const widest = Math.max(...all.map((each) => cellWidth(each, ruler)));
  const columns = Math.max(...all.map((each) => each.columns.length));
  if (all.some(({ labelled }) => labelled) && widest * columns <= WIDEST) {
    const counted = all.some(({ counts }) => counts.length > 0);
    return { cellWidth: widest, cellHeight: counted ? CELL.higher : CELL.high, labelled: panel.labelled };
  }
  return { cellWidth: Math.max(6, Math.min(SMALL, WIDEST / columns)), cellHeight: SMALL, labelled: false };
}

/** What the texts of the cells and the names of the columns need. */
function cellWidth({ values, form, counts, columns }: MatrixPanel, ruler: Ruler): number {
  const texts = values.flat().map((value) => numberText(value, form));
  const needed = Math.max(
    ruler.widest(texts, VALUE),
    ruler.widest(counts, COUNT),
    Math.min(CELL.widest - ROOM, ruler.widest(columns, NAME) - 4),
  );
  return Math.max(CELL.narrowest, Math.ceil(needed + ROOM));
}

function columnNames({ columns, columnTitle, problems }: MatrixPanel, ruler: Ruler, width: number) {
  const title = columnTitle === '' ? 0 : COLUMN_TITLE;
  if (problems.length > 0 && columns.length > MOST_IDS)
    return { names: [], turned: 0, step: 1, foot: 4 + title };
  const { names, turned, height } = categoryNames(columns, ruler, width);
  // Where they do not all fit, some are left out.
  const needed = turned === 0 ? ruler.widest(names.flat(), NAME) + 4 : NAME_LEADING;
  return { names, turned, step: Math.max(1, Math.ceil(needed / width)), foot: 5 + height + title };
}

const STYLE = { size: 9.5 };
const LEADING = 11.5;
const BAR = { width: 12, height: 96, steps: 64 };
/** From the left of the scale to the labels beside it. */
const INDENT = 17;
const MOST_TEXT = 96;
/** Neighbouring strips overlap by this much: viewers show seams between exact edges. */
export const OVERLAP = 0.35;

/** The scale of colours of one matrix or of several: its title, a bar with three labels, and what marks mean. Points. */
export class MatrixScale {
  readonly #title: readonly string[];
  readonly #marks: readonly { readonly mark: MatrixPanel['mark']; readonly lines: readonly string[] }[];
  readonly width: number;
  readonly height: number;

  constructor(
    private readonly panel: MatrixPanel,
    sharing: readonly MatrixPanel[],
    ruler: Ruler,
  ) {
    this.#title = panel.scaleTitle.flatMap((line) => ruler.wrapped(line, STYLE, MOST_TEXT + INDENT));
    const meanings = new Map(
      sharing.map(({ mark, markMeans }) => [`${mark} ${markMeans}`, { mark, markMeans }]),
    );
    this.#marks = [...meanings.values()]
      .filter(({ markMeans }) => markMeans !== '')
      .map(({ mark, markMeans }) => ({ mark, lines: ruler.balanced(markMeans, STYLE, MOST_TEXT, Infinity) }));
    const beside = [...panel.scaleLabels, ...this.#marks.flatMap(({ lines }) => lines)];
    this.width = Math.ceil(Math.max(ruler.widest(this.#title, STYLE), INDENT + ruler.widest(beside, STYLE)));
    const marks = this.#marks.reduce((sum, { lines }) => sum + 10 + lines.length * LEADING, 0);
    this.height = Math.ceil(this.#head + BAR.height + 6 + marks);
  }

  get #head(): number {
    return this.#title.length * LEADING + 8;
  }

  /** Draws it with its upper left corner at (x, y). */
  draw(pen: Pen, x: number, y: number): void {
    const { diverging, scaleLabels } = this.panel;
    pen.lines(this.#title, x, y + 9, LEADING, STYLE);
    const top = y + this.#head;
    for (let step = 0; step < BAR.steps; step++) {
      const share = 1 - step / (BAR.steps - 1);
      const colour = diverging ? divergingColour(2 * share - 1) : sequentialColour(share);
      const height = BAR.height / BAR.steps;
      pen.area(x, top + step * height, BAR.width, height + OVERLAP, colour);
    }
    pen.outline(x, top, BAR.width, BAR.height + OVERLAP, { colour: INK, width: 0.6 });
    for (const [index, label] of scaleLabels.entries()) {
      pen.text(label, x + INDENT, top + (1 - index / 2) * BAR.height + 3.5, STYLE);
    }
    let line = top + BAR.height + 19;
    for (const { mark, lines } of this.#marks) {
      if (mark === 'dot') pen.dot(x + 6, line - 3.5, 3.2, INK);
      else pen.outline(x + 1, line - 9, 11, 11, { colour: '#000000', width: 1.8 });
      pen.lines(lines, x + INDENT, line, LEADING, STYLE);
      line += 10 + lines.length * LEADING;
    }
  }
}

/** The matrices of a figure, where one scale explains all of them; else the panel alone. */
export function sharingScale(panel: MatrixPanel, { panels }: Figure): readonly MatrixPanel[] {
  const key = ({ diverging, scaleTitle, scaleLabels }: MatrixPanel): string =>
    JSON.stringify([diverging, scaleTitle, scaleLabels]);
  const matrices = panels.filter((each) => each.kind === 'matrix');
  return matrices.every((each) => key(each) === key(panel)) ? matrices : [panel];
}
