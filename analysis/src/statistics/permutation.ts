import type { OrReason } from './descriptive.js';
import type { Centring, PairedRow } from './paired-table.js';
import { centredColumns, widthOf } from './paired-table.js';
import type { Draws, RandomStream } from './resampling.js';
import { assertCountable, randomStream } from './resampling.js';

/** A permutation p, or why there is none. */
export type PermutationP = OrReason<{ readonly p: number }>;

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
  return permutationP(table, centring, draws, [blockOf(cellsOf(table))]);
}

/**
 * Two-sided p of the within-position correlation when x is shuffled among rows (problems) inside each position on
 * its own. Finer than `permuteAmongRows`, but it takes the positions of one row as independent.
 */
export function permuteWithinPositions(table: readonly PairedRow[], draws: Draws): PermutationP {
  const width = widthOf(table);
  const positions = Array.from({ length: width }, (_, position) =>
    table.map((__, row) => [row * width + position]),
  );
  return permutationP(table, 'position', draws, positions.map(blockOf));
}

/**
 * Two-sided p of the within-row (within-problem) correlation when x is shuffled among the positions of a row. What
 * lies between positions counts as a relation here: it asks whether thoughts matter more where they are attended to
 * more, for whatever reason.
 */
export function permuteWithinRows(table: readonly PairedRow[], draws: Draws): PermutationP {
  const rows = cellsOf(table).map((cells) => cells.map((cell) => [cell]));
  return permutationP(table, 'row', draws, rows.map(blockOf));
}

/** The places of each row in the flat columns. */
function cellsOf(table: readonly PairedRow[]): number[][] {
  const width = widthOf(table);
  return table.map((_, row) => Array.from({ length: width }, (__, position) => row * width + position));
}

/** Sums of squares do not change under these shuffles, so the sum of products stands for r. */
function permutationP(
  table: readonly PairedRow[],
  centring: Exclude<Centring, 'all'>,
  draws: Draws,
  blocks: readonly Block[],
): PermutationP {
  const { x, y } = centredColumns(table, centring);
  const size = Math.sqrt(x.reduce((s, v) => s + v * v, 0) * y.reduce((s, v) => s + v * v, 0));
  if (size === 0) return { p: null, reason: 'x or y is constant within groups' };
  const product = (order: Int32Array): number => {
    let total = 0;
    for (let place = 0; place < y.length; place++) {
      total += (x[order[place] as number] as number) * (y[place] as number);
    }
    return Math.abs(total);
  };
  const observed = product(Int32Array.from(x.keys()));
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

/** Units that change places among themselves. A unit is a list of cells that stay together. */
interface Block {
  readonly units: number;
  /** Cells of a unit. */
  readonly size: number;
  /** [units, size] */
  readonly cells: Int32Array;
}

function blockOf(units: readonly (readonly number[])[]): Block {
  const cells = Int32Array.from(units.flat());
  return { units: units.length, size: cells.length / units.length, cells };
}

/**
 * Deals the units of every block out anew, each block on its own. `visit` gets, for each of `cells` places, the cell
 * that has come there; the list is used anew for the next arrangement.
 */
function forEachArrangement(
  blocks: readonly Block[],
  cells: number,
  draws: Draws,
  visit: (order: Int32Array) => void,
): void {
  const order = Int32Array.from({ length: cells }, (_, cell) => cell);
  if (draws === 'every') {
    const count = blocks.reduce((product, { units }) => product * factorial(units), 1);
    assertCountable(count, 'arrangements');
    everyArrangement(blocks, order, visit);
    return;
  }
  const random = randomStream(draws.seed);
  const dealt = blocks.map((block) => ({ block, units: unitsOf(block) }));
  for (let resample = 0; resample < draws.resamples; resample++) {
    for (const { block, units } of dealt) {
      shuffle(units, random);
      place(block, units, order);
    }
    visit(order);
  }
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** The units of a block, each at its own place. */
function unitsOf({ units }: Block): Int32Array {
  return Int32Array.from({ length: units }, (_, unit) => unit);
}

/** Writes the units of a block into `order`: the unit `units[p]` comes to place p. */
function place({ cells, size }: Block, units: Int32Array, order: Int32Array): void {
  // Plain loops: this is where an analysis spends its time.
  for (let target = 0; target < units.length; target++) {
    const [to, from] = [target * size, (units[target] as number) * size];
    for (let offset = 0; offset < size; offset++) {
      order[cells[to + offset] as number] = cells[from + offset] as number;
    }
  }
}

function everyArrangement(
  [block, ...others]: readonly Block[],
  order: Int32Array,
  visit: (order: Int32Array) => void,
): void {
  if (block === undefined) {
    visit(order);
    return;
  }
  const units = unitsOf(block);
  permutations(units, 0, () => {
    place(block, units, order);
    everyArrangement(others, order, visit);
  });
}

/** Every order of the values from `start` on, by exchanging; the list is as before at the end. */
function permutations(values: Int32Array, start: number, visit: () => void): void {
  if (start >= values.length - 1) {
    visit();
    return;
  }
  for (let other = start; other < values.length; other++) {
    exchange(values, start, other);
    permutations(values, start + 1, visit);
    exchange(values, start, other);
  }
}

/** Fisher and Yates' shuffle. */
function shuffle(values: Int32Array, random: RandomStream): void {
  for (let last = values.length - 1; last > 0; last--) exchange(values, last, random.below(last + 1));
}

function exchange(values: Int32Array, one: number, other: number): void {
  const kept = values[one] as number;
  values[one] = values[other] as number;
  values[other] = kept;
}
