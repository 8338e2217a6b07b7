import { AnalysisError } from '../../words/errors.js';
import type { LevelSampler } from './levels.js';
import { MersenneTwister } from './mersenne-twister.js';

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
