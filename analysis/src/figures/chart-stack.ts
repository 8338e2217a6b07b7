import { createRequire } from 'node:module';

import type * as NapiCanvas from '@napi-rs/canvas';
import type { Chart, ChartConfiguration, ChartType } from 'chart.js';
import type * as ErrorBars from 'chartjs-chart-error-bars';
import type * as Matrix from 'chartjs-chart-matrix';
import type * as NodeCanvas from 'chartjs-node-canvas';

import { FONT_FAMILY, registerFonts } from './fonts.js';
import { INK } from './palette.js';

/** Pixels of a canvas for one point of a figure. */
export const PIXELS_PER_POINT = 2;

/** Any chart; plugins add types of charts that the union of Chart.js does not tell apart. */
export type PanelConfiguration = ChartConfiguration<ChartType, unknown[], string>;

/** The drawing libraries, loaded once. */
export interface ChartStack {
  /** Draws a chart of `width` x `height` points at (x, y) of a sheet. */
  drawChart(
    configuration: PanelConfiguration,
    target: NapiCanvas.SKRSContext2D,
    place: { x: number; y: number; width: number; height: number },
  ): void;
  createCanvas(width: number, height: number): NapiCanvas.Canvas;
  /** A canvas that keeps what is drawn as SVG, texts as outlines: no viewer has the font. */
  createSvgCanvas(width: number, height: number): NapiCanvas.SvgCanvas;
  readonly PDFDocument: typeof NapiCanvas.PDFDocument;
}

let loaded: Promise<ChartStack> | undefined;

/** Loads Chart.js, its plugins, the canvas and the fonts (about 200 ms, so only when a figure is wanted). */
export function loadChartStack(): Promise<ChartStack> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ChartStack> {
  const { createCanvas, PDFDocument, SvgExportFlag } = await import('@napi-rs/canvas');
  await registerFonts();
  // One `require` for all: an ES import would bring a second Chart.js with a registry of its own.
  const require = createRequire(import.meta.url);
  const { Chart: shared } = require('chart.js/auto') as { Chart: typeof Chart };
  const bars = require('chartjs-chart-error-bars') as typeof ErrorBars;
  const matrix = require('chartjs-chart-matrix') as typeof Matrix;
  const { ChartJSNodeCanvas } = require('chartjs-node-canvas') as typeof NodeCanvas;
  shared.register(
    bars.BarWithErrorBarsController,
    bars.BarWithErrorBar,
    bars.LineWithErrorBarsController,
    bars.ScatterWithErrorBarsController,
    bars.PointWithErrorBar,
    matrix.MatrixController,
    matrix.MatrixElement,
  );
  shared.defaults.font.family = FONT_FAMILY;
  shared.defaults.font.size = 11;
  shared.defaults.color = INK;

  class Panels extends ChartJSNodeCanvas {
    /** The wrapper would load Chart.js anew, without the plugins, for each instance. */
    protected override initialize(): typeof Chart {
      return shared;
    }

    draw(...[configuration, target, { x, y, width, height }]: Parameters<ChartStack['drawChart']>): void {
      const canvas = this._createCanvas(width, height);
      const chart = new this._chartJs(canvas.getContext('2d'), {
        ...configuration,
        options: {
          ...configuration.options,
          responsive: false,
          animation: false,
          devicePixelRatio: PIXELS_PER_POINT,
        },
      });
      // Before `destroy`, which wipes the canvas.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the shim's canvas is one
      target.drawCanvas(canvas, x, y, width, height);
      chart.destroy();
    }
  }
  const panels = new Panels({ width: 1, height: 1 });
  return {
    createCanvas: (width, height) => createCanvas(width, height),
    createSvgCanvas: (width, height) => createCanvas(width, height, SvgExportFlag.ConvertTextToPaths),
    PDFDocument,
    drawChart: (configuration, target, place) => {
      panels.draw(configuration, target, place);
    },
  };
}
