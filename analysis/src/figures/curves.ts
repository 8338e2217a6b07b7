import type { ChartStack } from './chart-stack.js';
import { curveChart } from './curve-chart.js';
import type { CurvesFigure } from './curves-data.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const PANEL_WIDTH = 366;
const PANEL_HEIGHT = 300;
const NARROWEST = 520;

/** Draws figure 7: one panel or two of curves with whiskers. */
export function drawCurves(stack: ChartStack, data: CurvesFigure): RenderedSheet {
  const width = Math.max(NARROWEST, 2 * MARGIN + data.panels.length * PANEL_WIDTH);
  const head = Sheet.headerHeight(stack, width, data.title, data.subtitle);
  const sheet = new Sheet(stack, width, head + PANEL_HEIGHT + 8, data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  const panelWidth = (width - 2 * MARGIN) / data.panels.length;
  for (const [index, panel] of data.panels.entries()) {
    sheet.chart(curveChart(panel), MARGIN - 4 + index * panelWidth, top, panelWidth - 4, PANEL_HEIGHT);
  }
  return sheet.close(data.title);
}
