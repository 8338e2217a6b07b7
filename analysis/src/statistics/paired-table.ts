import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import { assertPairs, averageRanks } from './correlation.js';
import { centred, centredWithin } from './descriptive.js';

/** One case (a problem) with x and y at each position (thought), position 1 first. */
export interface PairedRow {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The positions of a table; 0 where it has no rows. */
export function widthOf(table: readonly PairedRow[]): number {
  return table[0]?.x.length ?? 0;
}

/** The rows of a table as flat columns: case by case, positions in order. */
export interface PairedColumns {
  readonly x: number[];
  readonly y: number[];
  /** The number of the case, from 0, and of the position, from 1, of each pair. */
  readonly rows: number[];
  readonly positions: number[];
}

/**
 * The mean that is taken off before a correlation: of all pairs, of each position, of each row, or of both row and
 * position (what a two-way analysis of variance leaves over).
 */
export type Centring = 'all' | 'position' | 'row' | 'both';

/**
 * Flattens a table.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rows of different width or values that are not finite.
 */
export function columnsOf(table: readonly PairedRow[]): PairedColumns {
  const width = widthOf(table);
  const columns: PairedColumns = { x: [], y: [], rows: [], positions: [] };
  for (const [index, row] of table.entries()) {
    if (row.x.length !== width || row.y.length !== width) {
      throw new AnalysisError(
        'BAD_ARGUMENT',
        `Row ${index} has ${row.x.length} and ${row.y.length} values, not ${width}; give each row all positions.`,
      );
    }
    columns.x.push(...row.x);
    columns.y.push(...row.y);
    for (let position = 1; position <= width; position++) {
      columns.rows.push(index);
      columns.positions.push(position);
    }
  }
  assertPairs(columns.x, columns.y);
  return columns;
}

/** The table as flat lists with the chosen means taken off. */
export function centredColumns(
  table: readonly PairedRow[],
  centring: Centring,
): { x: Float64Array; y: Float64Array } {
  const { x, y, rows, positions } = columnsOf(table);
  const centre = (values: number[]): number[] => {
    switch (centring) {
      case 'all':
        return centred(values);
      case 'position':
        return centredWithin(values, positions);
      case 'row':
        return centredWithin(values, rows);
      case 'both':
        // Every row has every position, so the order does not matter and once each is enough.
        return unlessRounding(centredWithin(centredWithin(values, rows), positions), values);
    }
  };
  return { x: Float64Array.from(centre(x)), y: Float64Array.from(centre(y)) };
}

/**
 * Zeros where all residuals are as small as the rounding of the values they come from: values that are a sum of a row
 * and a position part leave nothing over, and rounding must not be read as something.
 */
function unlessRounding(residuals: readonly number[], values: readonly number[]): number[] {
  const largest = (list: readonly number[]): number =>
    list.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isRounding = largest(residuals) <= 16 * Number.EPSILON * largest(values);
  return residuals.map((residual) => (isRounding ? 0 : residual));
}

/**
 * A table whose x (and, if asked, y) are ranks among the rows at the same position, as shares between 0 and 1: equal
 * values share their mean rank.
 *
 * Attention weights differ between positions by orders of magnitude, and what moves them multiplies them. Means of rows
 * and positions that are taken off such values leave a remainder in which a hard problem still shows: its large weight
 * grows more than its small ones. Ranks have the same spread at each position, so that taking means off them takes the
 * problem off (the rank transform of Conover and Iman 1981, inside each position).
 */
export function rankWithinPositions(table: readonly PairedRow[], which: 'x' | 'both' = 'both'): PairedRow[] {
  const x = ranksOf(table.map((row) => row.x));
  const y = which === 'both' ? ranksOf(table.map((row) => row.y)) : table.map((row) => row.y);
  return table.map((_, row) => ({ x: required(x[row], 'ranks of x'), y: required(y[row], 'ranks of y') }));
}

/** [rows][positions] */
function ranksOf(rows: readonly (readonly number[])[]): number[][] {
  const columns = (rows[0] ?? []).map((_, position) =>
    averageRanks(rows.map((row) => required(row[position], 'a value at a position'))),
  );
  return rows.map((_, row) =>
    columns.map((ranks) => (required(ranks[row], 'the rank of a row') - 0.5) / rows.length),
  );
}
