import type { Figure, MatrixPanel } from '../../words/figure.js';
import { divergingColour, INK, sequentialColour } from '../palette.js';
import type { Pen } from './pen.js';
import type { Ruler } from './ruler.js';

const STYLE = { size: 9.5 };
const LEADING = 11.5;
const BAR = { width: 12, height: 96, steps: 64 };
/** From the left of the scale to the labels beside it. */
const INDENT = 17;
const MOST_TEXT = 96;
/** Neighbouring strips overlap by this much: viewers show seams between exact edges. */
export const OVERLAP = 0.35;

/** The scale of colours of one matrix or of several: its title, a bar with three labels, and what marks mean. Points. */
export class MatrixScale {
  readonly #title: readonly string[];
  readonly #marks: readonly { readonly mark: MatrixPanel['mark']; readonly lines: readonly string[] }[];
  readonly width: number;
  readonly height: number;

  constructor(
    private readonly panel: MatrixPanel,
    sharing: readonly MatrixPanel[],
    ruler: Ruler,
  ) {
    this.#title = panel.scaleTitle.flatMap((line) => ruler.wrapped(line, STYLE, MOST_TEXT + INDENT));
    const meanings = new Map(
      sharing.map(({ mark, markMeans }) => [`${mark} ${markMeans}`, { mark, markMeans }]),
    );
    this.#marks = [...meanings.values()]
      .filter(({ markMeans }) => markMeans !== '')
      .map(({ mark, markMeans }) => ({ mark, lines: ruler.balanced(markMeans, STYLE, MOST_TEXT, Infinity) }));
    const beside = [...panel.scaleLabels, ...this.#marks.flatMap(({ lines }) => lines)];
    this.width = Math.ceil(Math.max(ruler.widest(this.#title, STYLE), INDENT + ruler.widest(beside, STYLE)));
    const marks = this.#marks.reduce((sum, { lines }) => sum + 10 + lines.length * LEADING, 0);
    this.height = Math.ceil(this.#head + BAR.height + 6 + marks);
  }

  get #head(): number {
    return this.#title.length * LEADING + 8;
  }

  /** Draws it with its upper left corner at (x, y). */
  draw(pen: Pen, x: number, y: number): void {
    const { diverging, scaleLabels } = this.panel;
    pen.lines(this.#title, x, y + 9, LEADING, STYLE);
    const top = y + this.#head;
    for (let step = 0; step < BAR.steps; step++) {
      const share = 1 - step / (BAR.steps - 1);
      const colour = diverging ? divergingColour(2 * share - 1) : sequentialColour(share);
      const height = BAR.height / BAR.steps;
      pen.area(x, top + step * height, BAR.width, height + OVERLAP, colour);
    }
    pen.outline(x, top, BAR.width, BAR.height + OVERLAP, { colour: INK, width: 0.6 });
    for (const [index, label] of scaleLabels.entries()) {
      pen.text(label, x + INDENT, top + (1 - index / 2) * BAR.height + 3.5, STYLE);
    }
    let line = top + BAR.height + 19;
    for (const { mark, lines } of this.#marks) {
      if (mark === 'dot') pen.dot(x + 6, line - 3.5, 3.2, INK);
      else pen.outline(x + 1, line - 9, 11, 11, { colour: '#000000', width: 1.8 });
      pen.lines(lines, x + INDENT, line, LEADING, STYLE);
      line += 10 + lines.length * LEADING;
    }
  }
}

/** The matrices of a figure, where one scale explains all of them; else the panel alone. */
export function sharingScale(panel: MatrixPanel, { panels }: Figure): readonly MatrixPanel[] {
  const key = ({ diverging, scaleTitle, scaleLabels }: MatrixPanel): string =>
    JSON.stringify([diverging, scaleTitle, scaleLabels]);
  const matrices = panels.filter((each) => each.kind === 'matrix');
  return matrices.every((each) => key(each) === key(panel)) ? matrices : [panel];
}
