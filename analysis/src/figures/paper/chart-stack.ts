import type * as NapiCanvas from '@napi-rs/canvas';
import type * as NodeCanvas from 'chartjs-node-canvas';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Chart, ChartConfiguration } from 'chart.js';

import { AnalysisError } from '../../words/errors.js';
import { INK } from '../palette.js';

/** Pixels of a canvas for one point of a figure. */
export const PIXELS_PER_POINT = 2;

/** Where something stands on a sheet or in a chart, points. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The drawing libraries, loaded once. */
export interface ChartStack {
  /** Draws a chart at a place of a sheet, and over it, in its own points, what `marks` draws. */
  drawChart(
    configuration: ChartConfiguration,
    target: NapiCanvas.SKRSContext2D,
    place: Place,
    marks: (context: NapiCanvas.SKRSContext2D, chart: Pick<Chart, 'chartArea' | 'scales'>) => void,
  ): void;
  createCanvas(width: number, height: number): NapiCanvas.Canvas;
  /** A canvas that keeps what is drawn as SVG, texts as outlines: no viewer has the font. */
  createSvgCanvas(width: number, height: number): NapiCanvas.SvgCanvas;
  readonly PDFDocument: typeof NapiCanvas.PDFDocument;
}

let loaded: Promise<ChartStack> | undefined;

/** Loads Chart.js, the canvas and the fonts (about 200 ms, so only when a figure is wanted). */
export function loadChartStack(): Promise<ChartStack> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<ChartStack> {
  const { createCanvas, PDFDocument, SvgExportFlag } = await import('@napi-rs/canvas');
  await registerFonts();
  // One `require` for both: an ES import would bring a second Chart.js with settings of its own.
  const require = createRequire(import.meta.url);
  const { Chart: shared } = require('chart.js/auto') as { Chart: typeof Chart };
  const { ChartJSNodeCanvas } = require('chartjs-node-canvas') as typeof NodeCanvas;
  shared.defaults.font.family = FONT_FAMILY;
  shared.defaults.font.size = 11;
  shared.defaults.color = INK;

  class Panels extends ChartJSNodeCanvas {
    /** The wrapper would load Chart.js anew for each instance. */
    protected override initialize(): typeof Chart {
      return shared;
    }

    draw(
      ...[configuration, target, { x, y, width, height }, marks]: Parameters<ChartStack['drawChart']>
    ): void {
      const canvas = this._createCanvas(width, height);
      const context = canvas.getContext('2d');
      const chart = new this._chartJs(context, {
        ...configuration,
        options: {
          ...configuration.options,
          responsive: false,
          animation: false,
          devicePixelRatio: PIXELS_PER_POINT,
        },
        plugins: [
          {
            id: 'ground',
            // Chart.js clears its canvas first, and where that is copied the white of the sheet is cleared, too.
            beforeDraw: () => {
              context.fillStyle = '#FFFFFF';
              context.fillRect(0, 0, width, height);
            },
          },
        ],
      });
      marks(context, chart);
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
    drawChart: (configuration, target, place, marks) => {
      panels.draw(configuration, target, place, marks);
    },
  };
}

/** The family that every text is set in; shipped with the package `source-sans` (OFL-1.1). */
export const FONT_FAMILY = 'Source Sans 3';

const FACES = ['SourceSans3-Regular.ttf', 'SourceSans3-Semibold.ttf'];

/**
 * Registers the shipped faces. TTF, because Skia embeds those as TrueType in a PDF. A machine without the
 * font would draw no text and raise no error, so its absence is one here.
 *
 * @throws AnalysisError `BAD_ARGUMENT` where a face cannot be read.
 */
export async function registerFonts(): Promise<void> {
  const { GlobalFonts } = await import('@napi-rs/canvas');
  const folder = dirname(createRequire(import.meta.url).resolve('source-sans/package.json'));
  for (const face of FACES) {
    const path = join(folder, 'TTF', face);
    if (GlobalFonts.registerFromPath(path, FONT_FAMILY) === null) {
      throw new AnalysisError('BAD_ARGUMENT', `The font ${path} cannot be read; run npm ci.`);
    }
  }
  if (!GlobalFonts.has(FONT_FAMILY)) {
    throw new AnalysisError('BAD_ARGUMENT', `The font ${FONT_FAMILY} did not register; run npm ci.`);
  }
}
