/** How many values 32 bits have. */
const UINT32_RANGE = 2 ** 32;

/** Where a story's choices come from: it draws everything through this interface and nowhere else. */
export interface RandomSource {
  /** A real number in [0, 1). */
  fraction(): number;
  /** An integer in lowest..highest, both included. */
  integer(lowest: number, highest: number): number;
  /** An integer in lowest..highest, small ones more likely. */
  smallInteger(lowest: number, highest: number): number;
  /** One of the items, which must not be empty. */
  pick<T>(items: readonly T[]): T;
  /** True with the given probability. */
  chance(probability: number): boolean;
}

/**
 * mulberry32 (Tommy Ettinger, public domain): 32 bits of state, the same numbers on every platform. Only the
 * lowest 32 bits of the seed count.
 */
export class Mulberry32 implements RandomSource {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / UINT32_RANGE;
  }

  integer(lowest: number, highest: number): number {
    return lowest + Math.floor(this.fraction() * (highest - lowest + 1));
  }

  smallInteger(lowest: number, highest: number): number {
    const cap = this.pick([6, 9, 12, 30]);
    return this.integer(lowest, Math.max(lowest, Math.min(highest, cap)));
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('There is nothing to pick from; pass at least one item.');
    return items[Math.floor(this.fraction() * items.length)] as T;
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }
}
