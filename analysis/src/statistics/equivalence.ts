import { AnalysisError } from '../words/errors.js';
import { type OrReason, describeSample } from './descriptive.js';
import { normalQuantile, normalUpperTail, studentQuantile, studentUpperTail } from './distributions.js';

/** The smallest effects that would matter, declared before the data are seen; low < high. */
export interface EquivalenceBounds {
  readonly low: number;
  readonly high: number;
}

/** The outcome of two one-sided tests, or why there is none. */
export type Equivalence = OrReason<{
  /** The larger p of the two one-sided tests; below alpha the effect is shown to lie inside the bounds. */
  readonly p: number;
  /** One-sided p against an effect at `low` or below, and against one at `high` or above. */
  readonly pLow: number;
  readonly pHigh: number;
  /** The 90 % interval: inside the bounds exactly where p < 0.05. */
  readonly interval: readonly [number, number];
}> & {
  /** What was tested: a mean difference (null without any) or a correlation. */
  readonly estimate: number | null;
  readonly n: number;
};

function assertBounds({ low, high }: EquivalenceBounds, smallest: number, largest: number): void {
  if (!(low < high && low > smallest && high < largest)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${low} to ${high} are no equivalence bounds; use low < high between ${smallest} and ${largest}.`,
    );
  }
}

function undecided(estimate: number | null, n: number, reason: string): Equivalence {
  return { estimate, p: null, pLow: null, pHigh: null, interval: null, n, reason };
}

/**
 * Two one-sided t tests (Schuirmann 1987) of the mean of paired differences, one for each problem, on n - 1 degrees of
 * freedom; bounds and interval in the unit of the differences. Null with fewer than two differences, or where all are
 * equal: there is no spread to test against.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless the bounds are finite with low < high.
 */
export function equivalentMeans(differences: readonly number[], bounds: EquivalenceBounds): Equivalence {
  assertBounds(bounds, -Infinity, Infinity);
  const { n, mean, sem } = describeSample(differences);
  if (mean === null || sem === null) return undecided(mean, n, `fewer than 2 differences (n = ${n})`);
  if (sem === 0) return undecided(mean, n, 'all differences are equal');
  const pLow = studentUpperTail((mean - bounds.low) / sem, n - 1);
  const pHigh = studentUpperTail((bounds.high - mean) / sem, n - 1);
  const reach = studentQuantile(0.95, n - 1) * sem;
  const interval = [mean - reach, mean + reach] as const;
  return { estimate: mean, p: Math.max(pLow, pHigh), pLow, pHigh, interval, n, reason: null };
}

/**
 * Two one-sided tests of a correlation by Fisher's z = atanh(r) with standard error 1 / sqrt(n - 3) (Goertzen and
 * Cribbie 2010). `n` is the number of independent pairs and need not be whole: for thoughts of the same problems it
 * is the effective number, pairs / design effect. Null with n <= 3, and for r = 1 or -1.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless -1 <= r <= 1 and -1 < low < high < 1.
 */
export function equivalentCorrelation(r: number, n: number, bounds: EquivalenceBounds): Equivalence {
  assertBounds(bounds, -1, 1);
  if (!(r >= -1 && r <= 1)) {
    throw new AnalysisError('BAD_ARGUMENT', `${r} is no correlation; use a number from -1 to 1.`);
  }
  if (!(n > 3)) return undecided(r, n, `3 pairs or fewer (n = ${n})`);
  if (Math.abs(r) === 1) return undecided(r, n, 'a perfect correlation has no standard error');
  const deviation = 1 / Math.sqrt(n - 3);
  const z = Math.atanh(r);
  const pLow = normalUpperTail((z - Math.atanh(bounds.low)) / deviation);
  const pHigh = normalUpperTail((Math.atanh(bounds.high) - z) / deviation);
  const reach = normalQuantile(0.95) * deviation;
  const interval = [Math.tanh(z - reach), Math.tanh(z + reach)] as const;
  return { estimate: r, p: Math.max(pLow, pHigh), pLow, pHigh, interval, n, reason: null };
}
