import type * as ChartJs from 'chart.js';
// Adds the error-bar and matrix types to those of Chart.js.
import type {} from 'chartjs-chart-error-bars';
import type {} from 'chartjs-chart-matrix';

import type { KeyEntry, ScaleKey } from './key.js';

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

/** What a panel comes to. */
export interface PanelChart {
  readonly setup: ChartSetup;
  /** What its colours and signs mean. */
  readonly entries: readonly KeyEntry[];
  readonly scale: ScaleKey | null;
  /** Pixels. */
  readonly height: number;
  /** Pixels that it needs to be read; where there are fewer it is scrolled. */
  readonly leastWidth: number;
}

/** The font of what plug-ins write. */
export function chartFont(size: number): string {
  return `${size}px system-ui, sans-serif`;
}

/** Draws a chart on a canvas, which must stand in the page by then: it is measured. */
export function draw(canvas: HTMLCanvasElement, setup: ChartSetup): Drawn {
  const shared = { responsive: true, maintainAspectRatio: false, animation: false } as const;
  return new window.Chart<ChartJs.ChartType, unknown, unknown>(canvas, {
    ...setup,
    options: { ...shared, ...setup.options },
  });
}
