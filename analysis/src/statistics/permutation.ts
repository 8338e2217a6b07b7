import type { Blocks } from './arrangements.js';
import { forEachArrangement } from './arrangements.js';
import type { Centring, PairedRow } from './paired-table.js';
import { centredColumns } from './paired-table.js';
import type { Draws } from './resamples.js';

/** A permutation p, or why there is none. */
export type PermutationP =
  { readonly p: number; readonly reason: null } | { readonly p: null; readonly reason: string };

/** Sums that differ by rounding alone count as equal. */
const TIE = 1e-10;

/**
 * Two-sided p of the within-position correlation when x is dealt out anew among rows (problems). A row's x
 * moves as a whole, so the dependence among its positions is kept: the problem is the unit. The smallest
 * p is 1 / (resamples + 1); exact with `every` arrangement.
 *
 * @param centring `position` (default), or `both` for the correlation within rows and positions.
 */
export function permuteAmongRows(
  table: readonly PairedRow[],
  draws: Draws,
  centring: 'position' | 'both' = 'position',
): PermutationP {
  return permutationP(table, centring, draws, [cellsOf(table)]);
}

/**
 * Two-sided p of the within-position correlation when x is shuffled among rows (problems) inside each position on
 * its own. Finer than `permuteAmongRows`, but it takes the positions of one row as independent.
 */
export function permuteWithinPositions(table: readonly PairedRow[], draws: Draws): PermutationP {
  const rows = cellsOf(table);
  const positions = (rows[0] ?? []).map((_, position) => rows.map((cells) => [cells[position] ?? 0]));
  return permutationP(table, 'position', draws, positions);
}

/**
 * Two-sided p of the within-row (within-problem) correlation when x is shuffled among the positions of a row. What
 * lies between positions counts as a relation here: it asks whether thoughts matter more where they are attended to
 * more, for whatever reason.
 */
export function permuteWithinRows(table: readonly PairedRow[], draws: Draws): PermutationP {
  const rows = cellsOf(table).map((cells) => cells.map((cell) => [cell]));
  return permutationP(table, 'row', draws, rows);
}

/** The places of each row in the flat columns. */
function cellsOf(table: readonly PairedRow[]): number[][] {
  const width = table[0]?.x.length ?? 0;
  return table.map((_, row) => Array.from({ length: width }, (__, position) => row * width + position));
}

/** Sums of squares do not change under these shuffles, so the sum of products stands for r. */
function permutationP(
  table: readonly PairedRow[],
  centring: Exclude<Centring, 'all'>,
  draws: Draws,
  blocks: Blocks,
): PermutationP {
  const { x, y } = centredColumns(table, centring);
  const size = Math.sqrt(x.reduce((s, v) => s + v * v, 0) * y.reduce((s, v) => s + v * v, 0));
  if (size === 0) return { p: null, reason: 'x or y is constant within groups' };
  const product = (order: readonly number[]): number => {
    let total = 0;
    for (let index = 0; index < order.length; index++) total += (x[order[index] ?? 0] ?? 0) * (y[index] ?? 0);
    return Math.abs(total);
  };
  const observed = product(Array.from(x, (_, cell) => cell));
  let asExtreme = 0;
  let arrangements = 0;
  forEachArrangement(blocks, x.length, draws, (order) => {
    arrangements += 1;
    if (product(order) >= observed - TIE * size) asExtreme += 1;
  });
  // The observed arrangement is one of them all; among random ones it has to be counted in.
  if (draws === 'every') return { p: asExtreme / arrangements, reason: null };
  return { p: (asExtreme + 1) / (arrangements + 1), reason: null };
}
