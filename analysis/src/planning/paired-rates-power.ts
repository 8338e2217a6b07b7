import { AnalysisError } from '../words/errors.js';
import { binomialProbability, mcnemarExact, normalUpperTail } from '../statistics/index.js';
import type { PlanLevels, SampleSize } from './plan-levels.js';
import { criticalZ, readLevels, smallestSample } from './plan-levels.js';

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

/** The chance that McNemar's test finds the difference with `n` problems, by the normal approximation of Connor. */
export function approximateMcnemarPower(rates: PairedRates, n: number, alpha = 0.05): number {
  const { share, difference } = discordant(rates);
  const spread = Math.sqrt(Math.max(0, share - difference * difference));
  const distance = criticalZ(alpha) * Math.sqrt(share) - Math.sqrt(n) * difference;
  if (spread === 0) return distance <= 0 ? 1 : 0;
  return normalUpperTail(distance / spread);
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
