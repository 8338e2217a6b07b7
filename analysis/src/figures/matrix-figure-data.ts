/** One cell of a matrix. */
export interface MatrixCell {
  /** Its place on the scale: from 0 to 1, on a diverging scale from -1 to 1; null where there is no value. */
  readonly share: number | null;
  /** Written in the cell: one line or two, the second smaller. */
  readonly lines: readonly string[];
  /** Whether it is pointed out by a frame. */
  readonly marked?: boolean;
}

/** One matrix with its titles. */
export interface MatrixPanel {
  readonly title: string;
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** [rows][columns]; null leaves the place empty. */
  readonly cells: readonly (readonly (MatrixCell | null)[])[];
  /** A stair between cells: column edges, one a row, that it passes (0 is the left side). */
  readonly stair?: readonly number[];
}

/** A figure of one or several matrices with one scale. */
export interface MatrixFigure {
  readonly title: string;
  readonly subtitle: string;
  readonly footnote: string | null;
  readonly panels: readonly MatrixPanel[];
  readonly diverging: boolean;
  /** Words for the scale, and for its low end, middle and high end. */
  readonly scaleTitle: string;
  readonly scaleLabels: readonly [string, string, string];
  /** What a frame means; null where none is drawn. */
  readonly markLegend: string | null;
  /** Points; fewer where cells hold no text. */
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Panels side by side. */
  readonly across: number;
}
