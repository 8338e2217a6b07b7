import type { SKRSContext2D } from '@napi-rs/canvas';

import { linearAxis } from './axis.js';
import type { ChartStack, PanelConfiguration } from './chart-stack.js';
import type { DecompositionFigure } from './decomposition-data.js';
import { INK } from './palette.js';
import type { RenderedSheet } from './sheet.js';
import { Sheet } from './sheet.js';

const WIDTH = 720;
const ROW = 17;
const AXIS = 44;
const LABELS = 130;
const [UP, DOWN, TOTAL] = ['#0072B2', '#E69F00', '#222222'];

/** Draws figure 11: a waterfall from 0 to the margin. */
export function drawDecomposition(stack: ChartStack, data: DecompositionFigure): RenderedSheet {
  const head = Sheet.headerHeight(stack, WIDTH, data.title, data.subtitle);
  const height = data.bars.length * ROW + AXIS;
  const sheet = new Sheet(stack, WIDTH, head + height + 26, data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  let area = { top: 0, bottom: height };
  const chart = waterfall(data, (found) => {
    area = found;
  });
  sheet.chart(chart, 8, top, WIDTH - LABELS - 8, height);
  const row = (area.bottom - area.top) / data.bars.length;
  for (const [index, { label, total }] of data.bars.entries()) {
    const y = top + area.top + (index + 0.5) * row + 3.5;
    sheet.text(label, WIDTH - LABELS + 4, y, { size: 10, weight: total ? 600 : 400 });
  }
  for (const [index, [colour, text]] of [
    [UP, 'for the gold token'] as const,
    [DOWN, 'against it'] as const,
    [TOTAL, 'the sum'] as const,
  ].entries()) {
    const x = 20 + index * 140;
    const y = top + height + 14;
    sheet.context.fillStyle = colour;
    sheet.context.fillRect(x, y - 8.5, 11, 10);
    sheet.text(text, x + 16, y, { size: 10.5 });
  }
  return sheet.close(data.title);
}

function waterfall(
  { bars }: DecompositionFigure,
  onLayout: (area: { top: number; bottom: number }) => void,
): PanelConfiguration {
  const colourOf = ({ start, end, total }: DecompositionFigure['bars'][number]): string =>
    total ? TOTAL : end >= start ? UP : DOWN;
  return {
    type: 'bar',
    data: {
      labels: bars.map(({ name }) => name),
      datasets: [
        {
          data: bars.map(({ start, end }) => [Math.min(start, end), Math.max(start, end)]),
          backgroundColor: bars.map(colourOf),
          borderColor: bars.map(colourOf),
          // A part of 0 is still a line.
          borderWidth: { left: 1, right: 1, top: 0, bottom: 0 },
          borderSkipped: false,
          categoryPercentage: 0.84,
          barPercentage: 1,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      plugins: { legend: { display: false } },
      scales: {
        x: linearAxis('Logits, parts added from the top', {}, 8),
        y: {
          type: 'category',
          grid: { display: false },
          border: { color: INK, width: 0.8 },
          ticks: { color: INK, font: { size: 10.5 }, autoSkip: false },
        },
      },
    },
    plugins: [
      {
        id: 'steps',
        afterDatasetsDraw: ({ ctx: context, scales, chartArea }) => {
          const ctx = context as SKRSContext2D;
          onLayout({ top: chartArea.top, bottom: chartArea.bottom });
          ctx.save();
          ctx.strokeStyle = '#999999';
          ctx.lineWidth = 0.7;
          for (const [index, { end }] of bars.slice(0, -1).entries()) {
            const x = scales['x']?.getPixelForValue(end) ?? 0;
            const [from, to] = [index, index + 1].map((row) => scales['y']?.getPixelForValue(row) ?? 0);
            ctx.beginPath();
            ctx.moveTo(x, from ?? 0);
            ctx.lineTo(x, to ?? 0);
            ctx.stroke();
          }
          ctx.restore();
        },
      },
    ],
  };
}
