import { AnalysisError } from '../words/errors.js';
import { randomStream } from './random.js';

/** How a resampling runs: `resamples` times, from `seed`. */
export interface Resampling {
  readonly resamples: number;
  readonly seed: number;
}

/** Random resamples, or every one there is: exact, and only for a handful of cases. */
export type Draws = Resampling | 'every';

/** All resamples of seven cases are 823,543. */
const LARGEST_COUNT = 1_000_000;

/** Throws `BAD_ARGUMENT` where going through every one of `count` arrangements would take too long. */
export function assertCountable(count: number, what: string): void {
  if (count > LARGEST_COUNT) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `There are about ${count.toExponential(0)} ${what}, too many to go through; ask for a number of random ones.`,
    );
  }
}

/**
 * Draws `count` cases with replacement again and again. `visit` gets how often each case came; the list is used anew
 * for the next draw.
 */
export function forEachResample(count: number, draws: Draws, visit: (weights: Float64Array) => void): void {
  const weights = new Float64Array(count);
  if (draws === 'every') {
    assertCountable(count ** count, 'resamples');
    everyResample(weights, count, visit);
    return;
  }
  const random = randomStream(draws.seed);
  for (let resample = 0; resample < draws.resamples; resample++) {
    weights.fill(0);
    for (let draw = 0; draw < count; draw++) {
      const row = random.below(count);
      weights[row] = (weights[row] ?? 0) + 1;
    }
    visit(weights);
  }
}

function everyResample(weights: Float64Array, left: number, visit: (weights: Float64Array) => void): void {
  if (left === 0) {
    visit(weights);
    return;
  }
  for (let row = 0; row < weights.length; row++) {
    weights[row] = (weights[row] ?? 0) + 1;
    everyResample(weights, left - 1, visit);
    weights[row] = (weights[row] ?? 0) - 1;
  }
}
