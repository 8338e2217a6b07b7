import type { Figure } from '../../words/figure.js';
import { INK, MUTED } from '../palette.js';
import type { ArrangedPanel } from './arrangement.js';
import { arrange } from './arrangement.js';
import type { ChartStack } from './chart-stack.js';
import type { LegendEntry } from './legend.js';
import { Legend, sharedEntries, thoughtEntries } from './legend.js';
import { FULL_WIDTH, SINGLE_WIDTH } from './paper-panel.js';
import { Ruler } from './ruler.js';
import type { RenderedFigure } from './sheet.js';
import { Sheet } from './sheet.js';

/** White border of a sheet, points. */
const MARGIN = 14;
const TITLE = { size: 14, weight: 600, colour: INK } as const;
const CAPTION = { size: 10.5, colour: MUTED };
const PANEL_TITLE = { size: 11, weight: 600 } as const;
const FOOTNOTE = { size: 9, colour: MUTED };
/** From baseline to baseline. */
const LEADING = { title: 17, caption: 13.5, panel: 13.5, footnote: 12 };
/** Longer captions make a narrow sheet wider. */
const MOST_CAPTION_LINES = 4;
const ROW_GAP = 10;
/** Below everything. */
const FOOT = 4;

/** Something that is drawn over the whole width: its height, and how, with its top at y; points. */
interface Block {
  readonly height: number;
  draw(sheet: Sheet, y: number): void;
}

/**
 * Draws a figure for paper. Blocks the event loop for some 100 ms.
 *
 * @throws AnalysisError where the fonts are not installed.
 */
export async function renderFigure(figure: Figure): Promise<RenderedFigure> {
  const { loadChartStack } = await import('./chart-stack.js');
  const stack = await loadChartStack();
  return drawFigure(figure, stack).close(figure.title.replaceAll('\n', ': '));
}

/** The figure on its sheet, not yet written to any format. */
export function drawFigure(figure: Figure, stack: ChartStack): Sheet {
  const ruler = new Ruler(stack.createCanvas(1, 1).getContext('2d'));
  const wide = ruler.wrapped(figure.caption, CAPTION, SINGLE_WIDTH).length > MOST_CAPTION_LINES;
  const { width, rows } = arrange(figure, ruler, wide ? FULL_WIDTH : SINGLE_WIDTH);
  const thoughts = thoughtEntries(figure);
  const panels = rows.flatMap((row) => row.map(({ paper }) => paper.legend));
  const shared = sharedEntries([thoughts, ...panels]);
  const blocks = [
    heading(figure, ruler, width),
    ...rows.map((row) => panelRow(row, ruler, shared === null)),
    legendBlock([thoughts, (shared ?? []).slice(thoughts.length)], ruler, width),
    footnoteBlock(figure, ruler, width),
  ];
  const height = blocks.reduce((sum, block) => sum + block.height, MARGIN);
  const sheet = new Sheet(stack, Math.ceil(width) + 2 * MARGIN, Math.ceil(height) + FOOT);
  let y = MARGIN;
  for (const block of blocks) {
    block.draw(sheet, y);
    y += block.height;
  }
  return sheet;
}

function heading({ title, caption }: Figure, ruler: Ruler, width: number): Block {
  const titles = ruler.wrapped(title, TITLE, width);
  const captions = caption === '' ? [] : ruler.wrapped(caption, CAPTION, width);
  const above = titles.length * LEADING.title + 2;
  return {
    height: above + captions.length * LEADING.caption + 8,
    draw({ pen }, y) {
      pen.lines(titles, MARGIN, y + 17, LEADING.title, TITLE);
      pen.lines(captions, MARGIN, y + above + 13.5, LEADING.caption, CAPTION);
    },
  };
}

/** Panels with their titles above them, so that what stands side by side begins at one height. */
function panelRow(row: readonly ArrangedPanel[], ruler: Ruler, ownLegends: boolean): Block {
  const cells = row.map((arranged) => ({
    ...arranged,
    title: arranged.panel.title.flatMap((line) => ruler.wrapped(line, PANEL_TITLE, arranged.width)),
    legend: new Legend(ownLegends ? arranged.paper.legend : [], ruler, arranged.width),
  }));
  const lines = Math.max(0, ...cells.map(({ title }) => title.length));
  const above = lines === 0 ? 0 : lines * LEADING.panel + 2;
  const height = Math.max(...cells.map(({ paper, width }) => paper.height(width)));
  const below = Math.max(...cells.map(({ legend }) => legend.height));
  return {
    height: above + height + below + ROW_GAP,
    draw(sheet, y) {
      for (const { title, paper, legend, x: column, width } of cells) {
        const x = MARGIN + column;
        sheet.pen.lines(title, x, y + 11, LEADING.panel, PANEL_TITLE);
        paper.draw(sheet, { x, y: y + above, width, height: paper.height(width) });
        legend.draw(sheet.pen, x, y + above + height);
      }
    },
  };
}

/** The legends of the whole figure, one group below the other. */
function legendBlock(groups: readonly (readonly LegendEntry[])[], ruler: Ruler, width: number): Block {
  const legends = groups.map((entries) => new Legend(entries, ruler, width));
  return {
    height: legends.reduce((sum, each) => sum + each.height, 0),
    draw({ pen }, y) {
      let top = y;
      for (const legend of legends) {
        legend.draw(pen, MARGIN, top);
        top += legend.height;
      }
    },
  };
}

function footnoteBlock({ footnote }: Figure, ruler: Ruler, width: number): Block {
  const lines = footnote === null ? [] : ruler.wrapped(footnote, FOOTNOTE, width);
  return {
    height: lines.length === 0 ? 0 : 8 + lines.length * LEADING.footnote,
    draw({ pen }, y) {
      pen.lines(lines, MARGIN, y + 16, LEADING.footnote, FOOTNOTE);
    },
  };
}
