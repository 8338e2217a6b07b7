import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';

import type { ChartStack } from './chart-stack.js';
import { PIXELS_PER_POINT } from './chart-stack.js';
import { Pen } from './pen.js';

/** A finished figure. The bytes are the same from run to run, whatever was drawn before. */
export interface RenderedFigure {
  /** Two pixels a point. */
  readonly png: Buffer;
  /** One page of vectors, fonts embedded. */
  readonly pdf: Buffer;
  /** The same vectors, texts as outlines. */
  readonly svg: Buffer;
}

/** One page: charts and texts drawn on a canvas that is kept as vectors. Sizes in points. */
export class Sheet {
  readonly #canvas: Canvas;
  readonly context: SKRSContext2D;
  readonly pen: Pen;

  constructor(
    readonly stack: ChartStack,
    readonly width: number,
    readonly height: number,
  ) {
    this.#canvas = stack.createCanvas(width * PIXELS_PER_POINT, height * PIXELS_PER_POINT);
    this.context = this.#canvas.getContext('2d');
    this.context.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    this.pen = new Pen(this.context);
    this.pen.area(0, 0, width, height, '#FFFFFF');
  }

  /** The figure as a PNG, and as a PDF page and an SVG that replay the vectors. */
  close(title: string): RenderedFigure {
    const { stack, width, height } = this;
    const document = new stack.PDFDocument({ title });
    const page = document.beginPage(width, height) as unknown as SKRSContext2D;
    page.drawCanvas(this.#canvas, 0, 0, width, height);
    document.endPage();
    const svg = svgOf(stack, this.#canvas, { width, height, title });
    return { png: this.#canvas.toBuffer('image/png'), pdf: document.close(), svg };
  }
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Replays a canvas as one SVG of vectors that scales to its place. Skia numbers its clip paths through the whole
 * process; here they are numbered anew, so that a figure's bytes do not depend on those drawn before it.
 */
function svgOf(
  stack: ChartStack,
  canvas: Canvas,
  { width, height, title }: { width: number; height: number; title: string },
): Buffer {
  const drawing = stack.createSvgCanvas(width, height);
  drawing.getContext('2d').drawCanvas(canvas, 0, 0, width, height);
  const ids = new Map<string, string>();
  const renumbered = (prefix: string, id: string): string => {
    const known = ids.get(id) ?? `c${ids.size}`;
    ids.set(id, known);
    return prefix + known;
  };
  const text = drawing
    .getContent()
    .toString('utf8')
    .replace(/(id="|url\(#|href="#)([a-z]+_[0-9a-z]+)/g, (_, prefix: string, id: string) =>
      renumbered(prefix, id),
    )
    // A hundredth of a point is finer than any eye and printer; six decimals double the file.
    .replace(/ d="[^"]*"/g, (path) =>
      path.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2)))),
    )
    .replace(
      /<svg ([^>]*)>/,
      (_, attributes: string) =>
        `<svg ${attributes} viewBox="0 0 ${width} ${height}" role="img">\n\t<title>${title.replace(/[&<>]/g, (sign) => MARKUP[sign] ?? sign)}</title>`,
    );
  return Buffer.from(text);
}
