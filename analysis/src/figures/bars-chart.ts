import type { SKRSContext2D } from '@napi-rs/canvas';
import type { BarWithErrorBarsController } from 'chartjs-chart-error-bars';

import { linearAxis } from './axis.js';
import type { PanelConfiguration } from './chart-stack.js';
import { FONT_FAMILY } from './fonts.js';
import { BAR, INK } from './palette.js';

// Brings the chart type `barWithErrorBars` into Chart.js's types.
export type { BarWithErrorBarsController };

/** One bar with its interval, in the unit of the axis. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Written above the whisker. */
  readonly label: string;
}

/** Bars with whiskers. */
export interface BarsChart {
  readonly title?: string;
  readonly bars: readonly Bar[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly range: { readonly min?: number; readonly max?: number; readonly suggestedMax?: number };
}

/** The chart of bars with whiskers, each with its value above the whisker. */
export function barsChart({ title, bars, xTitle, yTitle, range }: BarsChart): PanelConfiguration {
  return {
    type: 'barWithErrorBars',
    data: {
      labels: bars.map(({ name }) => name),
      datasets: [
        {
          data: bars.map(({ value, low, high }) => ({ y: value, yMin: low, yMax: high })),
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
      plugins: {
        legend: { display: false },
        title: {
          display: title !== undefined,
          text: title ?? '',
          align: 'start',
          color: INK,
          font: { size: 11, weight: 600 },
          padding: { top: 0, bottom: 8 },
        },
      },
      scales: {
        x: {
          type: 'category',
          title: { display: true, text: xTitle, color: INK, font: { size: 11 } },
          grid: { display: false },
          border: { color: INK, width: 0.8 },
          ticks: { color: INK, font: { size: 11 } },
        },
        y: linearAxis(yTitle, range),
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
            ctx.fillText(label, x, (scales['y']?.getPixelForValue(high) ?? 0) - 4);
          }
          ctx.restore();
        },
      },
    ],
  };
}
