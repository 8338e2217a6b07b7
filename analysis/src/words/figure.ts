/** How the numbers of an axis, a cell or a tooltip are written. */
export interface NumberForm {
  /** `percent`: the value is a share of 1. */
  readonly unit: 'percent' | 'nats' | 'r' | 'logits' | 'weight' | 'rank' | 'count';
  readonly decimals: number;
}

/** A table of texts: the numbers of a figure for those who do not see it, or of an experiment for the terminal. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What every panel has. */
interface PanelBase {
  /** Lines of its heading, such as "a  Flips"; empty for a figure of one panel. */
  readonly title: readonly string[];
}

/** An estimate with its 95 % interval, which may not exist. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Estimates of one series, one for each category; null where there is none. */
export interface Series {
  readonly name: string;
  readonly estimates: readonly (Estimate | null)[];
  /** One more line of each tooltip, such as "18 of 85 flip"; empty for none. */
  readonly notes: readonly string[];
}

/** Bars with whiskers. `by` says what the colours stand for. */
export interface BarsPanel extends PanelBase {
  readonly kind: 'bars';
  readonly by: 'thought' | 'series';
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly form: NumberForm;
}

/** Curves with whiskers over the same categories; told apart by colour, marker and dash. */
export interface CurvesPanel extends PanelBase {
  readonly kind: 'curves';
  readonly categories: readonly string[];
  readonly series: readonly Series[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly form: NumberForm;
}

/** Coloured cells. Places count cells in reading order, from 0. */
export interface MatrixPanel extends PanelBase {
  readonly kind: 'matrix';
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** [rows][columns]; null where the value is undefined. */
  readonly values: readonly (readonly (number | null)[])[];
  readonly form: NumberForm;
  /** Whether the value stands in its cell, where there is room. */
  readonly labelled: boolean;
  /** Second lines of the cells, such as "12/42", by place; empty for none. */
  readonly counts: readonly string[];
  /** One more line of each tooltip, by place; empty for none. */
  readonly notes: readonly string[];
  /** Places that are left out altogether, such as half of a symmetric matrix. */
  readonly empty: readonly number[];
  /** Places that are pointed out, how, and what that means; the meaning is empty where no place can be. */
  readonly marks: readonly number[];
  readonly mark: 'dot' | 'frame';
  readonly markMeans: string;
  /** The value at the strong end of the scale, and with `diverging` at both ends; larger ones take its colour. */
  readonly top: number;
  readonly diverging: boolean;
  /** Lines that say what the scale is of, and words for its low end, middle and strong end. */
  readonly scaleTitle: readonly string[];
  readonly scaleLabels: readonly [string, string, string];
  /** A stair between cells: the column edge that it passes in each row (0 is the left side); empty for none. */
  readonly stair: readonly number[];
  /** Problem ids of the columns, where a column is a problem; empty elsewhere. */
  readonly problems: readonly string[];
  /** Names of stretches of columns, from `start` to before `end`; empty for none. */
  readonly groups: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

/** Bars of parts that add up to 1, one bar a category. */
export interface StackPanel extends PanelBase {
  readonly kind: 'stack';
  readonly categories: readonly string[];
  readonly categoryTitle: string;
  /** `group` is a key group, such as "thought_3" or "bot"; its name, sign and colour follow from it. */
  readonly parts: readonly { readonly group: string; readonly values: readonly number[] }[];
  readonly xTitle: string;
}

/** One bar of a waterfall. */
export interface WaterfallStep {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What is written beside the bar, such as "+0.47 (0.31 to 0.66)"; lines. */
  readonly label: readonly string[];
  /** A bar that begins at 0 and says where the others lead. */
  readonly total: boolean;
  /** Another estimate of the same quantity, drawn as a diamond with its interval. */
  readonly beside: Estimate | null;
}

/** Parts that lead from 0 to their sum, from the top down. */
export interface WaterfallPanel extends PanelBase {
  readonly kind: 'waterfall';
  readonly steps: readonly WaterfallStep[];
  readonly xTitle: string;
  readonly form: NumberForm;
  /** What bars to the right, bars to the left, the total and the diamond mean; empty for what does not occur. */
  readonly legend: {
    readonly up: string;
    readonly down: string;
    readonly total: string;
    readonly beside: string;
  };
}

/** A straight line y = intercept + slope x. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** Pairs of (problem, thought), or means of thoughts. */
export interface ScatterPanel extends PanelBase {
  readonly kind: 'scatter';
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The thought of each point, from 1. */
  readonly thoughts: readonly number[];
  /** Whether the answer flips: filled markers. */
  readonly flips: readonly (0 | 1)[];
  /** The problem id of each point; empty where points are no problems. */
  readonly problems: readonly string[];
  /** Least squares over all points; null where there is none. */
  readonly line: Line | null;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xForm: NumberForm;
  readonly yForm: NumberForm;
  /** Whether points are means of thoughts: drawn larger. */
  readonly means: boolean;
}

/** Estimates with intervals in rows and columns, all columns on one scale. */
export interface ForestPanel extends PanelBase {
  readonly kind: 'forest';
  readonly columns: readonly string[];
  /** `group`: place in `groups`, which decides colour and marker. */
  readonly rows: readonly {
    readonly name: string;
    readonly group: number;
    readonly cells: readonly (Estimate | null)[];
  }[];
  readonly groups: readonly string[];
  readonly xTitle: string;
  readonly form: NumberForm;
}

/** One chart of a figure. */
export type Panel =
  BarsPanel | CurvesPanel | MatrixPanel | StackPanel | WaterfallPanel | ScatterPanel | ForestPanel;

/**
 * A picture as data: paper (PNG, PDF, SVG) and page draw the very same. Statistics in it are the summary's own
 * numbers, unrounded; values of single problems may be shortened to what can be seen.
 */
export interface Figure {
  /** The name of its files without ending, such as "2_importance_heatmap". */
  readonly name: string;
  readonly title: string;
  /** What is shown, of whom and how many, by which test; plain text. */
  readonly caption: string;
  /** What every reader must be told, such as that the results are approximate. */
  readonly footnote: string | null;
  readonly panels: readonly Panel[];
  /** So many panels stand side by side where there is room. */
  readonly across: number;
  /** By thought: how many of its points flip, for a legend of thoughts; empty where there is none. */
  readonly legend: readonly { readonly thought: number; readonly text: string }[];
  /** The statistics that are drawn; null where they are values of single problems. */
  readonly numbers: Table | null;
}

/** A figure without its name and what every reader must be told: the list of figures adds them. */
export type FigureContent = Omit<Figure, 'name' | 'footnote'>;

/** What a figure's name is on the page: without the number that orders the files. */
export function figureId({ name }: Pick<Figure, 'name'>): string {
  return name.replace(/^\d+_/, '').replaceAll('_', '-');
}

/** Four significant digits: more than any picture shows of a single problem's value. */
export function shortened(value: number): number {
  return Number(value.toPrecision(4));
}
