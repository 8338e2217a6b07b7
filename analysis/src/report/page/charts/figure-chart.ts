import type { Figure } from '../../shared/figure.js';
import type { Theme } from '../theme.js';
import type { ChartSetup } from './chart-js.js';
import { matrixChart } from './matrix-chart.js';
import { scatterChart } from './scatter-chart.js';
import { seriesChart } from './series-chart.js';
import { stackChart } from './stack-chart.js';
import { waterfallChart } from './waterfall-chart.js';

/** What all charts have in common. */
const SHARED = { responsive: true, maintainAspectRatio: false, animation: false } as const;

function chartOf(figure: Figure, theme: Theme, choose: (problem: string) => void): ChartSetup {
  switch (figure.kind) {
    case 'bars':
    case 'lines':
      return seriesChart(figure, theme);
    case 'matrix':
      return matrixChart(figure, theme, choose);
    case 'stack':
      return stackChart(figure, theme);
    case 'waterfall':
      return waterfallChart(figure, theme);
    case 'scatter':
      return scatterChart(figure, theme, choose);
  }
}

/** The chart of a figure; `choose` is told the problem whose point or cell was clicked. */
export function figureChart(figure: Figure, theme: Theme, choose: (problem: string) => void): ChartSetup {
  const setup = chartOf(figure, theme, choose);
  return { ...setup, options: { ...SHARED, ...setup.options } };
}

/** Height of a chart in pixels. */
export function chartHeight(figure: Figure): number {
  switch (figure.kind) {
    case 'matrix':
      return Math.max(
        180,
        (figure.groups.length > 0 ? 50 : 90) + (figure.problems.length > 0 ? 30 : 34) * figure.rows.length,
      );
    case 'stack':
      return 150 + 44 * figure.categories.length;
    case 'waterfall':
      return 80 + 26 * (figure.steps.length + 1);
    case 'scatter':
      return 380;
    default:
      return 330;
  }
}
