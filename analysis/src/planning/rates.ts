import { binomialProbability, normalQuantile } from '../statistics/distributions.js';
import { mcnemarExact } from '../statistics/rates.js';
import { AnalysisError } from '../words/errors.js';
import type { PlanLevels, SampleSize } from './levels.js';
import { readLevels, smallestSample } from './levels.js';

/** Two flip rates on the same problems. */
export interface PairedRates {
  readonly first: number;
  readonly second: number;
  /**
   * Share of problems that flip under exactly one of the two; left out: as if the two flipped independently,
   * first (1 - second) + second (1 - first). Flips that go together make it smaller, and fewer problems do.
   */
  readonly discordance?: number;
}

/** The two kinds of discordant problems, as shares of all. */
function discordant({ first, second, discordance }: PairedRates): { share: number; difference: number } {
  const share = discordance ?? first * (1 - second) + second * (1 - first);
  const difference = Math.abs(first - second);
  const largest = Math.min(first + second, 2 - first - second);
  const rounding = 1e-12;
  if (
    !(first >= 0 && first <= 1 && second >= 0 && second <= 1) ||
    !(share >= difference - rounding && share <= largest + rounding)
  ) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `Rates ${first} and ${second} with discordance ${share} cannot be; use rates in [0, 1] and a discordance from their difference to ${largest}.`,
    );
  }
  return { share: Math.max(share, difference), difference };
}

/**
 * The problems needed to see a difference of two paired rates with McNemar's test (Connor 1987; Miettinen 1968):
 * (z(1 - alpha / 2) sqrt(D) + z(power) sqrt(D - d^2))^2 / d^2 for discordance D and difference d, rounded up. The
 * exact test is somewhat more careful: see `mcnemarPower`.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rates outside [0, 1] or a discordance that they do not allow.
 */
export function sampleSizeForPairedRates(rates: PairedRates, levels?: PlanLevels): SampleSize {
  const { zAlpha, zPower } = readLevels(levels);
  const { share, difference } = discordant(rates);
  if (difference === 0) return { n: null, reason: 'no sample tells two equal rates apart' };
  return smallestSample(
    1,
    (n) =>
      Math.sqrt(n) * difference >=
      zAlpha * Math.sqrt(share) + zPower * Math.sqrt(Math.max(0, share - difference * difference)),
  );
}

/**
 * The exact chance that the exact McNemar test gives p <= alpha with `n` problems, on the side of the true
 * difference or the other: over all numbers of discordant problems, and all ways they fall.
 */
export function mcnemarPower(rates: PairedRates, n: number, alpha = 0.05): number {
  const { share, difference } = discordant(rates);
  const favoured = share === 0 ? 0.5 : (share + difference) / (2 * share);
  let power = 0;
  for (let count = 0; count <= n; count++) {
    const chance = binomialProbability(count, n, share);
    if (chance < 1e-14 / (n + 1)) continue;
    power += chance * rejection(count, favoured, alpha);
  }
  return power;
}

/** P(the exact test of `count` discordant problems rejects) when each favours one side with chance `favoured`. */
function rejection(count: number, favoured: number, alpha: number): number {
  let total = 0;
  for (let fewer = 0; fewer <= count / 2 && mcnemarExact(fewer, count - fewer) <= alpha; fewer++) {
    total += binomialProbability(fewer, count, favoured);
    if (fewer !== count - fewer) total += binomialProbability(count - fewer, count, favoured);
  }
  return total;
}

/**
 * The half width of Wilson's interval of a rate seen in `n` problems (Wilson 1927):
 * z / (n + z^2) sqrt(n p (1 - p) + z^2 / 4). The interval is not centred on the rate. `n` may be an effective number.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless rate and level are shares and n > 0.
 */
export function wilsonHalfWidth(rate: number, n: number, level = 0.95): number {
  if (!(rate >= 0 && rate <= 1 && n > 0 && level > 0 && level < 1)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `No interval for rate ${rate}, n ${n}, level ${level}; use a rate in [0, 1], n > 0 and a level between 0 and 1.`,
    );
  }
  const z = -normalQuantile((1 - level) / 2);
  return (z / (n + z * z)) * Math.sqrt(n * rate * (1 - rate) + (z * z) / 4);
}

/**
 * The problems needed for Wilson's interval of `rate` to reach no further than `halfWidth` to either side of its middle.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `wilsonHalfWidth` does, or unless halfWidth > 0.
 */
export function sampleSizeForRate(rate: number, halfWidth: number, level = 0.95): SampleSize {
  if (!(halfWidth > 0)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A half width of ${halfWidth} is never reached; use one above 0.`,
    );
  }
  return smallestSample(1, (n) => wilsonHalfWidth(rate, n, level) <= halfWidth);
}
