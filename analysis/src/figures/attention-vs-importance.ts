import type { AttentionVsImportance } from './attention-vs-importance-data.js';
import type { ChartStack } from './chart-stack.js';
import { INK, thoughtStyle } from './palette.js';
import { scatterChart } from './scatter-chart.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const WIDTH = 760;
const PANEL_HEIGHT = 310;
const LEGEND_LINE = 16;
const LEGEND_COLUMN = 150;
const LEGEND_COLUMNS = 3;

/** Draws figure 3: the pooled scatter, the same within positions, and one legend for both. */
export function drawAttentionVsImportance(stack: ChartStack, data: AttentionVsImportance): RenderedSheet {
  const lines = Math.ceil(data.legend.length / LEGEND_COLUMNS);
  const sheet = new Sheet(stack, WIDTH, 104 + PANEL_HEIGHT + LEGEND_LINE * Math.max(lines, 2), data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  const width = (WIDTH - 2 * MARGIN) / 2;
  for (const [index, panel] of data.panels.entries()) {
    sheet.chart(scatterChart(panel), MARGIN + index * (width + 4), top, width, PANEL_HEIGHT);
  }
  drawLegend(sheet, data, top + PANEL_HEIGHT + 16);
  return sheet.close('Attention against importance');
}

function drawLegend(sheet: Sheet, { legend }: AttentionVsImportance, top: number): void {
  for (const [index, { thought, n, flips }] of legend.entries()) {
    const x = 20 + (index % LEGEND_COLUMNS) * LEGEND_COLUMN;
    const y = top + Math.floor(index / LEGEND_COLUMNS) * LEGEND_LINE;
    sheet.marker(thoughtStyle(thought), x, y - 3.5, 3.6, true);
    sheet.text(`thought ${thought}: ${flips} of ${n} flip`, x + 9, y, { size: 10 });
  }
  const x = 30 + LEGEND_COLUMNS * LEGEND_COLUMN;
  const neutral = { shape: 'circle', rotation: 0, colour: INK } as const;
  sheet.marker(neutral, x, top - 3.5, 3.6, true);
  sheet.text('filled: answer flips', x + 9, top, { size: 10 });
  sheet.marker(neutral, x + 130, top - 3.5, 3.6, false);
  sheet.text('open: it does not', x + 139, top, { size: 10 });
  sheet.context.setLineDash([5, 3]);
  sheet.context.lineWidth = 1.4;
  sheet.context.beginPath();
  sheet.context.moveTo(x - 6, top + LEGEND_LINE - 3.5);
  sheet.context.lineTo(x + 22, top + LEGEND_LINE - 3.5);
  sheet.context.stroke();
  sheet.context.setLineDash([]);
  sheet.text('least squares over all points of the panel', x + 28, top + LEGEND_LINE, { size: 10 });
}
