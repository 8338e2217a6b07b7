import { AnalysisError } from '../words/errors.js';

/** The 0.975 quantile of the standard normal distribution. */
const Z_975 = 1.959963984540054;

/** A rate of `successes` in `n` with its 95 % interval, or why there is none. */
export type Rate =
  | {
      readonly successes: number;
      readonly n: number;
      readonly rate: number;
      readonly interval: readonly [number, number];
      readonly reason: null;
    }
  | {
      readonly successes: 0;
      readonly n: 0;
      readonly rate: null;
      readonly interval: null;
      readonly reason: string;
    };

/**
 * Wilson's 95 % score interval of a rate (Wilson 1927), without continuity correction.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless 0 <= successes <= n are whole numbers.
 */
export function wilson95(successes: number, n: number): Rate {
  if (!Number.isInteger(successes) || !Number.isInteger(n) || successes < 0 || successes > n) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${successes} successes in ${n} are not a rate; use whole numbers with 0 <= successes <= n.`,
    );
  }
  if (n === 0) return { successes: 0, n: 0, rate: null, interval: null, reason: 'no cases' };
  const z2 = Z_975 * Z_975;
  const half = Z_975 * Math.sqrt((successes * (n - successes)) / n + z2 / 4);
  const upper = successes === n ? 1 : (successes + z2 / 2 + half) / (n + z2);
  // The ends of a quadratic multiply to its last term; the subtraction would cost the lower one its digits.
  const lower = (successes * successes) / (n * (n + z2) * upper);
  return { successes, n, rate: successes / n, interval: [lower, upper], reason: null };
}
