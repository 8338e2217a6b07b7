import { percent } from '../summary/index.js';
import type { ChartStack } from './chart-stack.js';
import type { CovarianceSplitFigure } from './covariance-split-data.js';
import { INK, MUTED, thoughtStyle } from './palette.js';
import { scatterChart } from './scatter-chart.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const WIDTH = 760;
const PANEL_HEIGHT = 258;
const FOOT = 84;
const BETWEEN = '#0072B2';
const WITHIN = '#E69F00';

/** Draws figure 13: three scatters, the shares of the covariance, and what follows. */
export function drawCovarianceSplit(stack: ChartStack, data: CovarianceSplitFigure): RenderedSheet {
  const head = Sheet.headerHeight(stack, WIDTH, data.title, data.subtitle);
  const sheet = new Sheet(stack, WIDTH, head + PANEL_HEIGHT + FOOT, data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  const width = (WIDTH - 2 * MARGIN) / data.panels.length;
  for (const [index, panel] of data.panels.entries()) {
    const chart = scatterChart({ ...panel, title: panel.title.split('\n'), xTicks: 4 });
    sheet.chart(chart, MARGIN - 4 + index * width, top, width, PANEL_HEIGHT);
  }
  const legend = top + PANEL_HEIGHT + 12;
  const thoughts = data.panels[1]?.points ?? [];
  for (const [index, { thought }] of thoughts.entries()) {
    const x = MARGIN + 6 + index * 76;
    sheet.marker(thoughtStyle(thought), x, legend - 3.5, 3.6, true);
    sheet.text(`thought ${thought}`, x + 9, legend, { size: 10 });
  }
  drawSplit(sheet, data, legend + 16);
  sheet.text(data.conclusion, MARGIN, legend + 58, { size: 11, weight: 600 });
  return sheet.close(data.title);
}

/** Both parts of the covariance from 0: to the right what adds to it, to the left what takes from it. */
function drawSplit(sheet: Sheet, { split }: CovarianceSplitFigure, top: number): void {
  if (split === null) return;
  const { context } = sheet;
  sheet.text('Covariance (a):', MARGIN, top + 9, { size: 10, colour: MUTED });
  const parts = [
    { name: 'between thoughts (b)', share: split.between, colour: BETWEEN },
    { name: 'within thoughts', share: split.within, colour: WITHIN },
  ] as const;
  const largest = Math.max(1, ...parts.map(({ share }) => Math.abs(share)));
  const zero = MARGIN + 200 + 90;
  const unit = 240 / largest;
  for (const [row, { name, share, colour }] of parts.entries()) {
    const y = top + row * 14;
    sheet.text(name, MARGIN + 190, y + 9, { size: 10, align: 'right' });
    context.fillStyle = colour;
    context.fillRect(Math.min(zero, zero + share * unit), y + 1, Math.max(0.8, Math.abs(share) * unit), 10);
    const end = zero + Math.max(0, share) * unit;
    sheet.text(percent(share), end + 6, y + 9, { size: 10 });
  }
  context.strokeStyle = INK;
  context.lineWidth = 0.8;
  context.beginPath();
  context.moveTo(zero, top - 2);
  context.lineTo(zero, top + 28);
  context.stroke();
}
