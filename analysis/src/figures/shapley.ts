import { barsChart } from './bars-chart.js';
import type { ChartStack } from './chart-stack.js';
import type { ShapleyFigure } from './shapley-data.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const NARROWEST = 760;
const BAR_WIDTH = 55;
const PANEL_HEIGHT = 270;

/** Draws figure 5: two panels of bars with whiskers. */
export function drawShapley(stack: ChartStack, data: ShapleyFigure): RenderedSheet {
  const width = Math.max(NARROWEST, 2 * (60 + BAR_WIDTH * data.panels[0].bars.length));
  const head = Sheet.headerHeight(stack, width, data.title, data.subtitle);
  const sheet = new Sheet(stack, width, head + PANEL_HEIGHT + 8, data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  const panelWidth = (width - 2 * MARGIN) / 2;
  for (const [index, panel] of data.panels.entries()) {
    sheet.chart(barsChart(panel), MARGIN + index * (panelWidth + 4) - 6, top, panelWidth, PANEL_HEIGHT);
  }
  return sheet.close(data.title);
}
