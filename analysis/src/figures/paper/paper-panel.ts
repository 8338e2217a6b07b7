import type { Figure } from '../../words/figure.js';
import type { Place } from './chart-stack.js';
import type { LegendEntry } from './legend.js';
import type { Ruler } from './ruler.js';
import type { Sheet } from './sheet.js';

/** Space between panels that stand side by side, points. */
export const GUTTER = 18;
/** A sheet of several charts is this wide between its margins, and one of a single chart that; points. */
export const FULL_WIDTH = 732;
export const SINGLE_WIDTH = 492;

/** What a panel has to know of where it stands. */
export interface Surroundings {
  readonly ruler: Ruler;
  readonly figure: Figure;
  /** So many panels stand side by side. */
  readonly across: number;
  /** Whether this panel draws the scale of colours, for itself or for all. */
  readonly withScale: boolean;
}

/** A panel that knows its size and draws itself; its title and legend are drawn by the figure. Sizes in points. */
export interface PaperPanel {
  /** What it wants; it may get more. */
  readonly width: number;
  /** Whether it makes use of more. */
  readonly stretches: boolean;
  readonly legend: readonly LegendEntry[];
  /** What it needs where it is so wide. */
  height(width: number): number;
  draw(sheet: Sheet, place: Place): void;
}

/** The width of a chart that stands beside others. */
export function chartWidth(across: number): number {
  return across === 1 ? SINGLE_WIDTH : Math.max(232, (FULL_WIDTH - GUTTER * (across - 1)) / across);
}

/** The height of a chart's axes for its width. */
export function chartHeight(width: number): number {
  return Math.round(Math.min(296, 84 + 0.56 * width));
}
