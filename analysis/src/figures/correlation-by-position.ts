import type { ChartStack } from './chart-stack.js';
import type { CorrelationByPosition } from './correlation-by-position-data.js';
import { scatterChart } from './scatter-chart.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const PANEL_WIDTH = 240;
const PANEL_HEIGHT = 210;
const NARROWEST = 520;

/** Draws figure 4: small multiples, one panel for each thought, with one y axis for all. */
export function drawCorrelationByPosition(stack: ChartStack, data: CorrelationByPosition): RenderedSheet {
  const { columns, panels, yRange } = data;
  const rows = Math.ceil(panels.length / columns);
  const sheet = new Sheet(
    stack,
    Math.max(NARROWEST, columns * PANEL_WIDTH + 24),
    84 + rows * PANEL_HEIGHT,
    data.footnote,
  );
  const top = sheet.header(data.title, data.subtitle);
  const width = (sheet.width - 24) / columns;
  for (const [index, { title, points, line }] of panels.entries()) {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const chart = scatterChart({
      title,
      points,
      line,
      xTitle: 'Attention (weight)',
      yTitle: 'Drop (nats)',
      yRange,
      xTicks: 5,
    });
    sheet.chart(chart, MARGIN + column * width, top + row * PANEL_HEIGHT, width, PANEL_HEIGHT);
  }
  return sheet.close(data.title);
}
