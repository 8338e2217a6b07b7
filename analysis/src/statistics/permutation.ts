import type { Resampling } from './cluster-bootstrap.js';
import type { PairedRow } from './paired-table.js';
import { centredColumns } from './paired-table.js';
import type { RandomStream } from './random.js';
import { randomStream } from './random.js';

/** A permutation p, or why there is none. */
export type PermutationP =
  { readonly p: number; readonly reason: null } | { readonly p: null; readonly reason: string };

/** Sums that differ by rounding alone count as equal. */
const TIE = 1e-10;

/**
 * Two-sided p of the within-position correlation when x is dealt out anew among rows (problems). A row's x
 * moves as a whole, so the dependence among its positions is kept: the problem is the unit. The smallest
 * p is 1 / (resamples + 1).
 */
export function permuteAmongRows(table: readonly PairedRow[], resampling: Resampling): PermutationP {
  return permutationP(table, 'position', resampling, (order, width, random) => {
    const rows = Array.from({ length: table.length }, (_, row) => row);
    shuffle(rows, 0, rows.length, random);
    for (const [place, row] of rows.entries()) {
      for (let position = 0; position < width; position++)
        order[place * width + position] = row * width + position;
    }
  });
}

/**
 * Two-sided p of the within-position correlation when x is shuffled among rows (problems) inside each position on
 * its own. Finer than `permuteAmongRows`, but it takes the positions of one row as independent.
 */
export function permuteWithinPositions(table: readonly PairedRow[], resampling: Resampling): PermutationP {
  const rows = Array.from({ length: table.length }, (_, row) => row);
  return permutationP(table, 'position', resampling, (order, width, random) => {
    for (let position = 0; position < width; position++) {
      shuffle(rows, 0, rows.length, random);
      for (const [place, row] of rows.entries()) order[place * width + position] = row * width + position;
    }
  });
}

/** Two-sided p of the within-row (within-problem) correlation when x is shuffled among the positions of a row. */
export function permuteWithinRows(table: readonly PairedRow[], resampling: Resampling): PermutationP {
  return permutationP(table, 'row', resampling, (order, width, random) => {
    for (let start = 0; start < order.length; start += width) shuffle(order, start, start + width, random);
  });
}

/** Sums of squares do not change under these shuffles, so the sum of products stands for r. */
function permutationP(
  table: readonly PairedRow[],
  centring: 'position' | 'row',
  { resamples, seed }: Resampling,
  deal: (order: number[], width: number, random: RandomStream) => void,
): PermutationP {
  const { x, y } = centredColumns(table, centring);
  const width = table[0]?.x.length ?? 0;
  const size = Math.sqrt(x.reduce((s, v) => s + v * v, 0) * y.reduce((s, v) => s + v * v, 0));
  if (size === 0) return { p: null, reason: 'x or y is constant within groups' };
  const order = Array.from(x, (_, index) => index);
  const product = (): number => {
    let total = 0;
    for (let index = 0; index < order.length; index++) total += (x[order[index] ?? 0] ?? 0) * (y[index] ?? 0);
    return Math.abs(total);
  };
  const observed = product();
  const random = randomStream(seed);
  let asExtreme = 1;
  for (let resample = 0; resample < resamples; resample++) {
    deal(order, width, random);
    if (product() >= observed - TIE * size) asExtreme += 1;
  }
  return { p: asExtreme / (resamples + 1), reason: null };
}

/** Fisher and Yates' shuffle of the part [start, end). */
function shuffle(values: number[], start: number, end: number, random: RandomStream): void {
  for (let last = end - 1; last > start; last--) {
    const other = start + random.below(last - start + 1);
    const kept = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = kept;
  }
}
