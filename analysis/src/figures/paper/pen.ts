import type { SKRSContext2D } from '@napi-rs/canvas';

import type { ThoughtStyle } from '../palette.js';
import { INK } from '../palette.js';
import type { TextStyle } from './ruler.js';
import { fontOf } from './ruler.js';

/** How a line is drawn; width and dashes in points. */
export interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

/** How a marker is filled and edged. */
export interface MarkerLook {
  /** Null for an open one that lets through what is behind it. */
  readonly fill: string | null;
  readonly edge: Stroke;
}

/** An interval to be drawn: its ends along the axis of values, and where it stands across it; points. */
export interface Whisker {
  readonly low: number;
  readonly high: number;
  readonly at: number;
  /** Of the caps. */
  readonly size: number;
  readonly level: boolean;
}

/** Draws the marks that all figures are made of on a canvas. Places and sizes in points. */
export class Pen {
  constructor(private readonly context: SKRSContext2D) {}

  /** One line with its baseline at y; `turned` draws it from below upwards, the baseline at x. */
  text(text: string, x: number, y: number, style: TextStyle = {}, turned = 0): void {
    const { context } = this;
    context.font = fontOf(style);
    context.fillStyle = style.colour ?? INK;
    context.textAlign = style.align ?? 'left';
    context.textBaseline = 'alphabetic';
    if (turned === 0) {
      context.fillText(text, x, y);
      return;
    }
    context.save();
    context.translate(x, y);
    context.rotate((-turned * Math.PI) / 180);
    context.fillText(text, 0, 0);
    context.restore();
  }

  /** Lines below each other, the first baseline at y. */
  lines(texts: readonly string[], x: number, y: number, leading: number, style: TextStyle = {}): void {
    for (const [index, text] of texts.entries()) this.text(text, x, y + index * leading, style);
  }

  /** A filled rectangle. */
  area(x: number, y: number, width: number, height: number, colour: string): void {
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
  }

  /** The outline of a rectangle. */
  outline(x: number, y: number, width: number, height: number, stroke: Stroke): void {
    this.#set(stroke);
    this.context.strokeRect(x, y, width, height);
  }

  /** Straight lines from point to point. */
  path(points: readonly (readonly [x: number, y: number])[], stroke: Stroke): void {
    this.#set(stroke);
    this.context.beginPath();
    for (const [index, [x, y]] of points.entries()) {
      if (index === 0) this.context.moveTo(x, y);
      else this.context.lineTo(x, y);
    }
    this.context.stroke();
    this.context.setLineDash([]);
  }

  /** A disc. */
  dot(x: number, y: number, radius: number, colour: string): void {
    this.context.fillStyle = colour;
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.fill();
  }

  /** A marker with its centre at (x, y) and its corners on a circle of that radius. */
  marker(
    { shape, rotation }: Omit<ThoughtStyle, 'colour'>,
    x: number,
    y: number,
    radius: number,
    { fill, edge }: MarkerLook,
  ): void {
    const { context } = this;
    const corners = { circle: 0, rect: 4, rectRot: 4, triangle: 3 }[shape];
    const turn = ((shape === 'rect' ? 45 : 0) + rotation - 90) * (Math.PI / 180);
    this.#set(edge);
    context.beginPath();
    if (corners === 0) context.arc(x, y, radius, 0, 2 * Math.PI);
    for (let corner = 0; corner < corners; corner++) {
      const angle = turn + (corner * 2 * Math.PI) / corners;
      const [px, py] = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
      if (corner === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    }
    context.closePath();
    if (fill !== null) {
      context.fillStyle = fill;
      context.fill();
    }
    context.stroke();
  }

  /** An interval with caps: upright, or `level` from left to right. */
  whisker({ low, high, at, size, level }: Whisker, stroke: Stroke): void {
    const point = (along: number, across: number): [number, number] =>
      level ? [along, across] : [across, along];
    this.path([point(low, at), point(high, at)], stroke);
    for (const end of [low, high]) {
      this.path([point(end, at - size / 2), point(end, at + size / 2)], stroke);
    }
  }

  #set({ colour, width, dash = [] }: Stroke): void {
    this.context.strokeStyle = colour;
    this.context.lineWidth = width;
    this.context.setLineDash([...dash]);
  }
}

/** A marker all in one colour. */
export function solid(colour: string): MarkerLook {
  return { fill: colour, edge: { colour, width: 1 } };
}
