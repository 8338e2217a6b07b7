import { AnalysisError } from '../../words/errors.js';
import { entryAt } from '../../words/required.js';
import type { LevelSampler } from './levels.js';

/** Words of state, and the distance of the word that is mixed in. */
const STATE_WORDS = 624;
const SHIFT_WORDS = 397;

/** The absolute value of a seed as 32-bit words, lowest first, as CPython's `random_seed` takes it. */
function seedWords(seed: bigint): number[] {
  const words: number[] = [];
  for (let rest = seed < 0n ? -seed : seed; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words.length > 0 ? words : [0];
}

/**
 * MT19937 (Matsumoto and Nishimura 1998) as CPython's `random.Random` seeds it from an integer: the numbers of
 * `random.seed(n)` in Python 3.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(STATE_WORDS);
  #next = STATE_WORDS;

  constructor(seed: number | bigint) {
    this.#seedByArray(seedWords(BigInt(seed)));
  }

  #word(index: number): number {
    // Within the state by the remainder; a check for each of the draws would cost more than they do.
    return this.#state[index % STATE_WORDS] as number;
  }

  /** The authors' `init_genrand`. */
  #seedByNumber(seed: number): void {
    this.#state[0] = seed;
    for (let index = 1; index < STATE_WORDS; index++) {
      const previous = this.#word(index - 1);
      this.#state[index] = Math.imul(1812433253, previous ^ (previous >>> 30)) + index;
    }
  }

  /** The authors' `init_by_array`. */
  #seedByArray(key: readonly number[]): void {
    this.#seedByNumber(19650218);
    let index = 1;
    const mix = (factor: number, added: number): void => {
      const previous = this.#word(index - 1);
      const mixed = Math.imul(previous ^ (previous >>> 30), factor);
      this.#state[index] = (this.#word(index) ^ mixed) + added;
      index += 1;
      if (index === STATE_WORDS) {
        this.#state[0] = this.#word(STATE_WORDS - 1);
        index = 1;
      }
    };
    for (let round = 0; round < Math.max(STATE_WORDS, key.length); round++) {
      const place = round % key.length;
      mix(1664525, entryAt(key, place, 'A word of the seed') + place);
    }
    for (let round = 1; round < STATE_WORDS; round++) mix(1566083941, -index);
    this.#state[0] = 0x80000000;
  }

  #refill(): void {
    for (let index = 0; index < STATE_WORDS; index++) {
      const joined = (this.#word(index) & 0x80000000) | (this.#word(index + 1) & 0x7fffffff);
      const twist = joined & 1 ? 0x9908b0df : 0;
      this.#state[index] = this.#word(index + SHIFT_WORDS) ^ (joined >>> 1) ^ twist;
    }
    this.#next = 0;
  }

  /** 32 random bits, as an integer in 0 .. 2^32 - 1. */
  uint32(): number {
    if (this.#next === STATE_WORDS) this.#refill();
    let word = this.#word(this.#next);
    this.#next += 1;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** Python's `getrandbits(count)` for count in 1..32: the topmost bits of the next 32. */
  bits(count: number): number {
    return this.uint32() >>> (32 - count);
  }

  /** Python's `_randbelow(limit)`: an integer in 0 .. limit - 1, for limit in 1 .. 2^32 - 1. */
  below(limit: number): number {
    const bitLength = 32 - Math.clz32(limit);
    let drawn = this.bits(bitLength);
    while (drawn >= limit) drawn = this.bits(bitLength);
    return drawn;
  }
}

/** Up to how many items CPython 3.11 copies the population instead of remembering what was drawn. */
function largestCopied(count: number): number {
  const smallSet = 21;
  if (count <= 5) return smallSet;
  let tableSize = 1;
  while (tableSize < count * 3) tableSize *= 4;
  return smallSet + tableSize;
}

/**
 * `random.sample(population, count)` of CPython 3.11, draw by draw.
 *
 * @throws AnalysisError `BAD_ARGUMENT` when count is no integer in 0 .. population.length.
 */
export function pythonSample<T>(random: MersenneTwister, population: readonly T[], count: number): T[] {
  const size = population.length;
  if (!Number.isInteger(count) || count < 0 || count > size) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A sample of ${count} cannot be drawn from ${size} items; ask for 0 to ${size}.`,
    );
  }
  const sample: T[] = [];
  if (size <= largestCopied(count)) {
    const pool = [...population];
    while (sample.length < count) {
      const left = size - sample.length;
      const drawn = random.below(left);
      sample.push(pool[drawn] as T);
      pool[drawn] = pool[left - 1] as T;
    }
    return sample;
  }
  const taken = new Set<number>();
  while (sample.length < count) {
    const drawn = random.below(size);
    if (taken.has(drawn)) continue;
    taken.add(drawn);
    sample.push(population[drawn] as T);
  }
  return sample;
}

/**
 * The origin's sampler: Python's `random.seed(seed)`, then one `random.sample(level, count)` a level. The levels
 * share one generator, so they must be sampled in their order, each once.
 */
export function pythonSampler(seed: number): LevelSampler {
  const random = new MersenneTwister(seed);
  return (problems, count) => pythonSample(random, problems, count);
}
