import type { Scale } from 'chart.js';
import type { ScatterWithErrorBarsController } from 'chartjs-chart-error-bars';

import { linearAxis } from './axis.js';
import type { PanelConfiguration } from './chart-stack.js';
import { INK, thoughtStyle } from './palette.js';

// Brings the chart type `scatterWithErrorBars` into Chart.js's types.
export type { ScatterWithErrorBarsController };

/** A point with its interval. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** Curves with whiskers, told apart by colour, marker and dash. */
export interface CurveChart {
  readonly title: string;
  readonly series: readonly { readonly name: string; readonly points: readonly CurvePoint[] }[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly range: { readonly min?: number; readonly max?: number; readonly suggestedMax?: number };
}

const DASHES = [[], [6, 3], [2, 3]];
/** Curves stand this far apart, so that no whisker hides another. */
const SHIFT = 0.09;

/** The chart of curves with whiskers. */
export function curveChart({ title, series, xTitle, yTitle, range }: CurveChart): PanelConfiguration {
  const last = Math.max(1, ...series.flatMap(({ points }) => points.map(({ x }) => x)));
  return {
    type: 'scatterWithErrorBars',
    data: {
      datasets: series.map(({ name, points }, index) => {
        const { colour, shape, rotation } = thoughtStyle(index + 1);
        const shift = (index - (series.length - 1) / 2) * SHIFT;
        return {
          label: name,
          data: points.map(({ x, y, low, high }) => ({ x: x + shift, y, yMin: low, yMax: high })),
          showLine: true,
          borderColor: colour,
          backgroundColor: colour,
          borderWidth: 1.4,
          borderDash: DASHES[index % DASHES.length] ?? [],
          pointStyle: shape,
          pointRotation: rotation,
          pointRadius: 3.6,
          ...{
            errorBarColor: colour,
            errorBarWhiskerColor: colour,
            errorBarLineWidth: 1,
            errorBarWhiskerLineWidth: 1,
            errorBarWhiskerSize: 6,
          },
        };
      }),
    },
    options: {
      plugins: {
        legend: {
          display: true,
          position: 'bottom',
          labels: { usePointStyle: true, color: INK, font: { size: 10 }, boxHeight: 6, padding: 8 },
        },
        title: {
          display: true,
          text: title,
          align: 'start',
          color: INK,
          font: { size: 11, weight: 600 },
          padding: { top: 0, bottom: 6 },
        },
      },
      scales: {
        x: {
          ...linearAxis(xTitle, { min: -0.3, max: last + 0.3 }, last + 2),
          afterBuildTicks: (axis: Scale) => {
            axis.ticks = Array.from({ length: last + 1 }, (_, value) => ({ value }));
          },
        },
        y: linearAxis(yTitle, range),
      },
    },
  };
}
