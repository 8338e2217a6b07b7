import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';

import type { ChartStack, PanelConfiguration } from './chart-stack.js';
import { PIXELS_PER_POINT } from './chart-stack.js';
import { FONT_FAMILY } from './fonts.js';
import type { ThoughtStyle } from './palette.js';
import { INK, MUTED } from './palette.js';
import { svgOf } from './svg.js';

/** How a text is set; sizes in points. */
export interface TextStyle {
  readonly size?: number;
  readonly weight?: 400 | 600;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
}

/** A finished figure. */
export interface RenderedSheet {
  readonly png: Buffer;
  readonly pdf: Buffer;
  readonly svg: Buffer;
}

/** White border of a sheet, in points. */
export const MARGIN = 14;

/** A line of the footnote, and the width that a character of it has on average, in points. */
const FOOTNOTE = { line: 12, character: 4.1 };

/** One page: charts and texts drawn on a canvas that is kept as vectors. Sizes in points. */
export class Sheet {
  readonly #canvas: Canvas;
  readonly context: SKRSContext2D;

  constructor(
    readonly stack: ChartStack,
    readonly width: number,
    /** Without the footnote. */
    readonly height: number,
    /** A line at the foot, such as that the results are approximate. */
    private readonly footnote: string | null,
  ) {
    this.#canvas = stack.createCanvas(width * PIXELS_PER_POINT, this.#fullHeight * PIXELS_PER_POINT);
    this.context = this.#canvas.getContext('2d');
    this.context.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
    this.context.fillStyle = '#FFFFFF';
    this.context.fillRect(0, 0, width, this.#fullHeight);
  }

  get #fullHeight(): number {
    if (this.footnote === null) return this.height;
    const lines = Math.ceil((this.footnote.length * FOOTNOTE.character) / (this.width - 2 * MARGIN));
    return this.height + 8 + FOOTNOTE.line * lines;
  }

  /** Draws one line with its baseline at y; gives its width. */
  text(text: string, x: number, y: number, style: TextStyle = {}): number {
    this.#set(style);
    this.context.fillText(text, x, y);
    return this.context.measureText(text).width;
  }

  /** Draws a text wrapped at words to a width, its first baseline at y. */
  paragraph(text: string, x: number, y: number, width: number, style: TextStyle = {}): void {
    this.#wrapped(text, style, width).forEach((line, index) => {
      this.text(line, x, y + index * ((style.size ?? 11) + 2.5), style);
    });
  }

  /** How high `header` will be on a sheet of this width. */
  static headerHeight(stack: ChartStack, width: number, title: string, subtitle: string): number {
    return Math.ceil(new Sheet(stack, width, 10, null).header(title, subtitle));
  }

  /** Title and subtitle over the whole width, broken at `\n` and wrapped at words; gives the y below them. */
  header(title: string, subtitle: string): number {
    let y = MARGIN;
    for (const [content, style] of [
      [title, { size: 14, weight: 600, colour: INK }],
      [subtitle, { size: 10.5, weight: 400, colour: MUTED }],
    ] as const) {
      for (const line of content.split('\n').flatMap((part) => this.#wrapped(part, style))) {
        y += style.size + 3;
        this.text(line, MARGIN, y, style);
      }
      y += 2;
    }
    return y + 6;
  }

  /** Draws a chart. */
  chart(configuration: PanelConfiguration, x: number, y: number, width: number, height: number): void {
    this.stack.drawChart(configuration, this.context, { x, y, width, height });
  }

  /** Draws a marker with its centre at (x, y); `filled` or with a white inside. */
  marker(
    { shape, rotation, colour }: ThoughtStyle,
    x: number,
    y: number,
    radius: number,
    filled: boolean,
  ): void {
    const corners = { circle: 0, rect: 4, rectRot: 4, triangle: 3 }[shape];
    const turn = ((shape === 'rect' ? 45 : 0) + rotation - 90) * (Math.PI / 180);
    this.context.beginPath();
    if (corners === 0) this.context.arc(x, y, radius, 0, 2 * Math.PI);
    for (let corner = 0; corner < corners; corner++) {
      const angle = turn + (corner * 2 * Math.PI) / corners;
      const [px, py] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      if (corner === 0) this.context.moveTo(px, py);
      else this.context.lineTo(px, py);
    }
    this.context.closePath();
    this.context.fillStyle = filled ? colour : '#FFFFFF';
    this.context.strokeStyle = colour;
    this.context.lineWidth = 1;
    this.context.fill();
    this.context.stroke();
  }

  /** The figure as a PNG of twice as many pixels as points, and as a PDF page and an SVG that replay the vectors. */
  close(title: string): RenderedSheet {
    if (this.footnote !== null)
      this.paragraph(this.footnote, MARGIN, this.height + 10, this.width - 2 * MARGIN, {
        size: 9,
        colour: MUTED,
      });
    const document = new this.stack.PDFDocument({ title });
    const page = document.beginPage(this.width, this.#fullHeight) as unknown as SKRSContext2D;
    page.drawCanvas(this.#canvas, 0, 0, this.width, this.#fullHeight);
    document.endPage();
    const svg = svgOf(this.stack, this.#canvas, { width: this.width, height: this.#fullHeight, title });
    return { png: this.#canvas.toBuffer('image/png'), pdf: document.close(), svg };
  }

  #set({ size = 11, weight = 400, colour = INK, align = 'left' }: TextStyle): void {
    this.context.font = `${weight} ${size}px "${FONT_FAMILY}"`;
    this.context.fillStyle = colour;
    this.context.textAlign = align;
    this.context.textBaseline = 'alphabetic';
  }

  #wrapped(text: string, style: TextStyle, width = this.width - 2 * MARGIN): string[] {
    this.#set(style);
    const lines: string[] = [];
    let line = '';
    // "r = 0.19", "3.8 × 10⁻⁶" and "10.5 %" stay together.
    for (const word of text
      .replace(/ ([=<×]) /g, '\u00a0$1\u00a0')
      .replace(/(\d) %/g, '$1\u00a0%')
      .split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && this.context.measureText(longer).width > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  }
}
