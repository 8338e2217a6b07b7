import type { Figure, Panel } from '../../words/figure.js';
import { entryAt } from '../../words/required.js';
import { barsOnPaper } from './bars.js';
import { curvesOnPaper } from './curves.js';
import { forestOnPaper } from './forest.js';
import { matrixOnPaper } from './matrix.js';
import { sharingScale } from './matrix-size.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { GUTTER } from './paper-panel.js';
import type { Ruler } from './ruler.js';
import { scatterOnPaper } from './scatter.js';
import { stackOnPaper } from './stack.js';
import { waterfallOnPaper } from './waterfall.js';

/** Panels that stand side by side are at most so wide together, where they can stand below each other; points. */
const WIDEST = 960;

/** A panel at its place in a row. */
export interface ArrangedPanel {
  readonly panel: Panel;
  readonly paper: PaperPanel;
  /** From the left of the row. */
  readonly x: number;
  readonly width: number;
}

/** Panels in rows; points. */
export interface Arrangement {
  readonly width: number;
  readonly rows: readonly (readonly ArrangedPanel[])[];
}

interface Unplaced {
  readonly panel: Panel;
  readonly paper: PaperPanel;
}

/** A row of panels; one that is not full and of another kind than the row above has the whole width for itself. */
interface Row {
  readonly panels: readonly Unplaced[];
  readonly alone: boolean;
}

/** Puts the panels side by side as the figure wishes, or fewer of them where they are too wide. */
export function arrange(figure: Figure, ruler: Ruler, narrowest: number): Arrangement {
  const wished = Math.max(1, Math.min(figure.across, figure.panels.length));
  for (let across = wished; ; across--) {
    const rows = rowsOf(figure, ruler, across);
    const columns = columnsOf(rows, across);
    const width = Math.max(
      narrowest,
      widthOf(columns),
      ...rows.map(({ panels, alone }) => (alone ? widthOf(panels.map(({ paper }) => paper.width)) : 0)),
    );
    if (across === 1 || width <= Math.max(WIDEST, narrowest)) return placed(rows, columns, width);
  }
}

function widthOf(columns: readonly number[]): number {
  return columns.reduce((sum, each) => sum + each, GUTTER * Math.max(0, columns.length - 1));
}

function rowsOf(figure: Figure, ruler: Ruler, across: number): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < figure.panels.length; start += across) {
    const own = figure.panels.slice(start, start + across);
    const above = figure.panels[start - across];
    rows.push({
      alone: above !== undefined && own.length < across && own[0]?.kind !== above.kind,
      panels: own.map((panel, place) => {
        const surroundings = { ruler, figure, across, withScale: drawsScale(figure, start + place, across) };
        return { panel, paper: paperPanel(panel, surroundings) };
      }),
    });
  }
  return rows;
}

/** Whether the panel at a place draws a scale: where all matrices share one, the last of the first row does. */
function drawsScale(figure: Figure, place: number, across: number): boolean {
  const panel = figure.panels[place];
  if (panel?.kind !== 'matrix') return false;
  const sharing = sharingScale(panel, figure);
  const [first] = sharing;
  if (sharing.length === 1 || first === undefined) return true;
  const row = Math.floor(figure.panels.indexOf(first) / across);
  const own = figure.panels.slice(row * across, (row + 1) * across);
  return panel === own.filter(({ kind }) => kind === 'matrix').at(-1);
}

function columnsOf(rows: readonly Row[], across: number): number[] {
  return Array.from({ length: across }, (_, column) =>
    Math.max(0, ...rows.map(({ panels, alone }) => (alone ? 0 : (panels[column]?.paper.width ?? 0)))),
  );
}

function placed(rows: readonly Row[], columns: readonly number[], width: number): Arrangement {
  return {
    width,
    rows: rows.map(({ panels, alone }) => {
      const wishes = alone ? panels.map(({ paper }) => paper.width) : columns;
      const elastic = wishes.map((_, column) =>
        alone
          ? panels[column]?.paper.stretches === true
          : rows.some((row) => !row.alone && row.panels[column]?.paper.stretches === true),
      );
      const growing = elastic.filter((each) => each).length;
      const more = growing === 0 ? 0 : (width - widthOf(wishes)) / growing;
      let x = 0;
      return panels.map((each, column) => {
        const own = entryAt(wishes, column, 'the columns of a row') + (elastic[column] === true ? more : 0);
        const arranged = { ...each, x, width: own };
        x += own + GUTTER;
        return arranged;
      });
    }),
  };
}

function paperPanel(panel: Panel, surroundings: Surroundings): PaperPanel {
  switch (panel.kind) {
    case 'bars':
      return barsOnPaper(panel, surroundings);
    case 'curves':
      return curvesOnPaper(panel, surroundings);
    case 'matrix':
      return matrixOnPaper(panel, surroundings);
    case 'stack':
      return stackOnPaper(panel, surroundings);
    case 'waterfall':
      return waterfallOnPaper(panel, surroundings);
    case 'scatter':
      return scatterOnPaper(panel, surroundings);
    case 'forest':
      return forestOnPaper(panel, surroundings);
  }
}
