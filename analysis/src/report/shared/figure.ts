/** Numbers of a figure as a table, for those who do not see the picture. */
export interface FigureNumbers {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface FigureBase {
  /** Names the figure in links. */
  readonly id: string;
  readonly title: string;
  /** What is shown, of how many. */
  readonly caption: string;
  readonly numbers: FigureNumbers | null;
}

/** How the numbers of an axis or a cell are written. */
export interface NumberForm {
  /** `percent`: the value is a share. */
  readonly unit: 'percent' | 'nats' | 'r' | 'logits' | 'weight';
  readonly decimals: number;
}

/** Values of one series with intervals, one for each category. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  /** One more line of each tooltip, such as "18 of 85". */
  readonly notes: readonly string[];
}

/** Bars or lines with whiskers. `by` says what the colours stand for. */
export interface SeriesFigure extends FigureBase {
  readonly kind: 'bars' | 'lines';
  readonly by: 'thought' | 'series';
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly form: NumberForm;
}

/** Coloured cells, row by row. */
export interface MatrixFigure extends FigureBase {
  readonly kind: 'matrix';
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** [rows][columns]. */
  readonly values: readonly (readonly (number | null)[])[];
  /** The value at the dark end, and with `diverging` at both ends. */
  readonly top: number;
  readonly diverging: boolean;
  readonly form: NumberForm;
  /** Whether the number stands in the cell. */
  readonly labelled: boolean;
  /** Cells with a dot, as places in reading order. */
  readonly marks: readonly number[];
  /** What a dot means; empty without dots. */
  readonly markMeans: string;
  /** One more line of each tooltip, in reading order; empty for none. */
  readonly notes: readonly string[];
  /** Problem ids of the columns, where a column is a problem. */
  readonly problems: readonly string[];
  /** Names of stretches of columns, from the first to before the last; empty for none. */
  readonly groups: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

/** Bars of parts that add up to 1, one bar a category. */
export interface StackFigure extends FigureBase {
  readonly kind: 'stack';
  readonly categories: readonly string[];
  readonly parts: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly yTitle: string;
}

/** Parts that lead from 0 to their sum. */
export interface WaterfallFigure extends FigureBase {
  readonly kind: 'waterfall';
  readonly steps: readonly { readonly name: string; readonly value: number }[];
  readonly totalName: string;
  readonly yTitle: string;
}

/** A straight line between two points. */
export interface Line {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Pairs of attention and importance, or what is between and within thoughts of them. */
export interface ScatterFigure extends FigureBase {
  readonly kind: 'scatter';
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly thoughts: readonly number[];
  readonly flips: readonly (0 | 1)[];
  /** Problem ids; point i belongs to problem floor(i / number of thoughts). */
  readonly problems: readonly string[];
  readonly pooled: Line | null;
  /** By thought, thought 1 first: all of one slope, each through the means of its thought; empty for none. */
  readonly within: readonly (Line | null)[];
  /** Mean attention and drop by thought; empty for none. */
  readonly means: readonly (readonly [number, number])[];
  readonly thoughtCount: number;
  readonly xTitle: string;
  readonly yTitle: string;
}

/** A picture with its words. */
export type Figure = SeriesFigure | MatrixFigure | StackFigure | WaterfallFigure | ScatterFigure;
