import type { RandomStream } from './random.js';
import { randomStream } from './random.js';
import type { Draws } from './resamples.js';
import { assertCountable } from './resamples.js';

/**
 * What may be dealt out anew. Each block holds units that change places among themselves; each unit is a list of
 * cells that stay together. All units of a block are equally long.
 */
export type Blocks = readonly (readonly (readonly number[])[])[];

/**
 * Deals the units of every block out anew, each block on its own. `visit` gets, for each of `cells` places, the cell
 * that has come there; the list is used anew for the next arrangement.
 */
export function forEachArrangement(
  blocks: Blocks,
  cells: number,
  draws: Draws,
  visit: (order: readonly number[]) => void,
): void {
  const order = Array.from({ length: cells }, (_, cell) => cell);
  if (draws === 'every') {
    assertCountable(
      blocks.reduce((count, block) => block.reduce((product, _, place) => product * (place + 1), count), 1),
      'arrangements',
    );
    everyArrangement(blocks, 0, order, visit);
    return;
  }
  const random = randomStream(draws.seed);
  const dealt = blocks.map((block) => block.map((_, unit) => unit));
  for (let resample = 0; resample < draws.resamples; resample++) {
    for (const [index, block] of blocks.entries()) {
      const units = dealt[index] ?? [];
      shuffle(units, random);
      place(block, units, order);
    }
    visit(order);
  }
}

/** Writes the units of a block into `order`: the unit `units[p]` comes to place p. */
function place(block: Blocks[number], units: readonly number[], order: number[]): void {
  for (const [target, cells] of block.entries()) {
    const source = block[units[target] ?? 0] ?? [];
    for (const [offset, cell] of cells.entries()) order[cell] = source[offset] ?? 0;
  }
}

function everyArrangement(
  blocks: Blocks,
  index: number,
  order: number[],
  visit: (order: readonly number[]) => void,
): void {
  const block = blocks[index];
  if (block === undefined) {
    visit(order);
    return;
  }
  const units = block.map((_, unit) => unit);
  permutations(units, 0, () => {
    place(block, units, order);
    everyArrangement(blocks, index + 1, order, visit);
  });
}

/** Every order of the values from `start` on, by exchanging; the list is as before at the end. */
function permutations(values: number[], start: number, visit: () => void): void {
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
function shuffle(values: number[], random: RandomStream): void {
  for (let last = values.length - 1; last > 0; last--) exchange(values, last, random.below(last + 1));
}

function exchange(values: number[], one: number, other: number): void {
  const kept = values[one] ?? 0;
  values[one] = values[other] ?? 0;
  values[other] = kept;
}
