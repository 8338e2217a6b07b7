import type { SKRSContext2D } from '@napi-rs/canvas';
import type { BarWithErrorBarsController } from 'chartjs-chart-error-bars';

import { linearAxis } from './axis.js';
import type { ChartStack, PanelConfiguration } from './chart-stack.js';
import { FONT_FAMILY } from './fonts.js';
import type { ImportanceByPosition } from './importance-by-position-data.js';
import { BAR, INK } from './palette.js';
import type { RenderedSheet } from './sheet.js';
import { Sheet } from './sheet.js';

// Brings the chart type `barWithErrorBars` into Chart.js's types.
export type { BarWithErrorBarsController };

const WIDTH = 520;
const HEIGHT = 360;

/** Draws figure 1: bars with whiskers, each with its value above the whisker. */
export function drawImportanceByPosition(stack: ChartStack, data: ImportanceByPosition): RenderedSheet {
  const sheet = new Sheet(stack, Math.max(WIDTH, 110 + 64 * data.bars.length), HEIGHT, data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  sheet.chart(chartOf(data), 8, top, sheet.width - 20, HEIGHT - top - 8);
  return sheet.close(data.title);
}

function chartOf({ bars, top }: ImportanceByPosition): PanelConfiguration {
  const percentAxis = linearAxis(
    'Importance: answers flipped (%)',
    top === 1 ? { min: 0, max: 100 } : { min: 0, suggestedMax: 100 * top },
  );
  return {
    type: 'barWithErrorBars',
    data: {
      labels: bars.map(({ thought }) => String(thought)),
      datasets: [
        {
          data: bars.map(({ rate, low, high }) => ({ y: 100 * rate, yMin: 100 * low, yMax: 100 * high })),
          backgroundColor: BAR,
          categoryPercentage: 0.72,
          barPercentage: 1,
          ...{
            errorBarColor: INK,
            errorBarWhiskerColor: INK,
            errorBarLineWidth: 1.2,
            errorBarWhiskerLineWidth: 1.2,
            errorBarWhiskerSize: 10,
          },
        },
      ],
    },
    options: {
      layout: { padding: { top: 16 } },
      plugins: { legend: { display: false } },
      scales: {
        x: {
          type: 'category',
          title: { display: true, text: 'Continuous thought', color: INK, font: { size: 11 } },
          grid: { display: false },
          border: { color: INK, width: 0.8 },
          ticks: { color: INK, font: { size: 11 } },
        },
        y: percentAxis,
      },
    },
    plugins: [
      {
        id: 'value-labels',
        afterDatasetsDraw: ({ ctx: context, scales }) => {
          const ctx = context as SKRSContext2D;
          ctx.save();
          ctx.font = `600 11px "${FONT_FAMILY}"`;
          ctx.fillStyle = INK;
          ctx.textAlign = 'center';
          ctx.textBaseline = 'bottom';
          for (const [index, { high, label }] of bars.entries()) {
            const x = scales['x']?.getPixelForValue(index) ?? 0;
            ctx.fillText(label, x, (scales['y']?.getPixelForValue(100 * high) ?? 0) - 4);
          }
          ctx.restore();
        },
      },
    ],
  };
}
