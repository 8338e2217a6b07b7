import type { Figure } from '../../words/figure.js';
import { required } from '../../words/required.js';
import type { ThoughtStyle } from '../palette.js';
import { INK, thoughtStyle } from '../palette.js';
import type { Pen } from './pen.js';
import { solid } from './pen.js';
import type { Ruler } from './ruler.js';

/** The sign of an entry. */
export type LegendSign =
  | { readonly kind: 'square'; readonly colour: string }
  | { readonly kind: 'marker'; readonly style: ThoughtStyle; readonly filled: boolean }
  | { readonly kind: 'line'; readonly colour: string; readonly dash: readonly number[] }
  | { readonly kind: 'curve'; readonly style: ThoughtStyle; readonly dash: readonly number[] };

/** What a sign means. */
export interface LegendEntry {
  readonly sign: LegendSign;
  readonly text: string;
}

const STYLE = { size: 10 };
const LINE = 16;
const LEADING = 12;
const GAP = 22;
/** From the left of an entry to its text: a short sign, and one with a line. */
const SHORT = 16;
const LONG = 36;

/** An entry at its place from the upper left corner of the legend, points. */
interface PlacedEntry {
  readonly sign: LegendSign;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
}

/** Entries in one line, or in columns of one width where there are too many; long texts are wrapped. Sizes in points. */
export class Legend {
  readonly #entries: readonly PlacedEntry[];
  readonly height: number;

  constructor(entries: readonly LegendEntry[], ruler: Ruler, width: number) {
    const widths = entries.map(
      ({ sign, text }) => indentOf(sign) + Math.ceil(ruler.width(text, STYLE)) + GAP,
    );
    const widest = Math.min(width + GAP, Math.max(1, ...widths));
    const inLine = widths.reduce((sum, each) => sum + each, 0) <= width + GAP;
    const most = inLine ? entries.length : Math.floor((width + GAP) / widest);
    // As many in each row as in the others.
    const columns = Math.ceil(entries.length / Math.ceil(entries.length / Math.max(1, most)));
    const placed: PlacedEntry[] = [];
    let [x, y, lines] = [0, 0, 1];
    for (const [index, { sign, text }] of entries.entries()) {
      if (index > 0 && index % columns === 0) [x, y, lines] = [0, y + LINE + LEADING * (lines - 1), 1];
      const own = ruler.wrapped(text, STYLE, widest - GAP - indentOf(sign));
      placed.push({ sign, lines: own, x, y });
      x += inLine ? required(widths[index], 'the width of an entry') : widest;
      lines = Math.max(lines, own.length);
    }
    this.#entries = placed;
    this.height = entries.length === 0 ? 0 : y + LINE + LEADING * (lines - 1);
  }

  /** Draws it with its upper left corner at (x, y). */
  draw(pen: Pen, x: number, y: number): void {
    for (const { sign, lines, ...place } of this.#entries) {
      const [left, line] = [x + place.x, y + place.y + 11];
      drawSign(pen, sign, left, line - 3.5);
      pen.lines(lines, left + indentOf(sign), line, LEADING, STYLE);
    }
  }
}

const indentOf = ({ kind }: LegendSign): number => (kind === 'line' || kind === 'curve' ? LONG : SHORT);

function drawSign(pen: Pen, sign: LegendSign, x: number, middle: number): void {
  const long = [
    [x, middle],
    [x + LONG - 8, middle],
  ] as const;
  switch (sign.kind) {
    case 'square':
      pen.area(x, middle - 5, 11, 10, sign.colour);
      pen.outline(x, middle - 5, 11, 10, { colour: INK, width: 0.4 });
      return;
    case 'marker': {
      const { colour } = sign.style;
      pen.marker(sign.style, x + 5, middle, 3.6, {
        ...solid(colour),
        fill: sign.filled ? colour : '#FFFFFF',
      });
      return;
    }
    case 'line':
      pen.path(long, { colour: sign.colour, width: 1.4, dash: sign.dash });
      return;
    case 'curve':
      pen.path(long, { colour: sign.style.colour, width: 1.4, dash: sign.dash });
      pen.marker(sign.style, x + (LONG - 8) / 2, middle, 3.6, solid(sign.style.colour));
  }
}

const keyOf = ({ sign }: LegendEntry): string => JSON.stringify(sign);

/** The entries of all panels, each once; null where a sign means one thing here and another there. */
export function sharedEntries(panels: readonly (readonly LegendEntry[])[]): LegendEntry[] | null {
  const shared = new Map<string, LegendEntry>();
  for (const entry of panels.flat()) {
    const known = shared.get(keyOf(entry));
    if (known !== undefined && known.text !== entry.text) return null;
    shared.set(keyOf(entry), entry);
  }
  return [...shared.values()];
}

/** "thought 3: 10 of 85 flip" for each thought of the figure's legend. */
export function thoughtEntries({ legend }: Figure): LegendEntry[] {
  return legend.map(({ thought, text }) => ({
    sign: { kind: 'marker', style: thoughtStyle(thought), filled: true },
    text: text === '' ? `thought ${thought}` : `thought ${thought}: ${text}`,
  }));
}
