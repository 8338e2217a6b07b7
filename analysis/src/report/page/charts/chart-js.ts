import type * as ChartJs from 'chart.js';
// Adds the error-bar and matrix types to those of Chart.js.
import type {} from 'chartjs-chart-error-bars';
import type {} from 'chartjs-chart-matrix';

declare global {
  interface Window {
    /** Chart.js and its plug-ins stand before this script in the page. */
    readonly Chart: typeof ChartJs.Chart;
  }
}

/** What a chart is made of; the types of data differ from chart to chart. */
export type ChartSetup = ChartJs.ChartConfiguration<ChartJs.ChartType, unknown>;
/** A chart on the page. */
export type Drawn = ChartJs.Chart<ChartJs.ChartType, unknown>;
/** A plug-in of one chart. */
export type ChartPlugin = ChartJs.Plugin;

/** Draws a chart on a canvas. */
export function draw(canvas: HTMLCanvasElement, setup: ChartSetup): Drawn {
  return new window.Chart<ChartJs.ChartType, unknown, unknown>(canvas, setup);
}
