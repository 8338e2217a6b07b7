import { AnalysisError } from '../words/errors.js';
import { incompleteBeta, incompleteGammaUpper, logBeta } from './special-functions.js';

/** The 0.975 quantile of the standard normal distribution. */
export const Z_975 = 1.959963984540054;

/** P(Z > z) of the standard normal distribution, taken in the tail: digits are kept down to the smallest double. */
export function normalUpperTail(z: number): number {
  const half = incompleteGammaUpper(0.5, (z * z) / 2) / 2;
  return z >= 0 ? half : 1 - half;
}

/** P(|Z| > |z|) of the standard normal distribution. */
export function normalTwoSidedP(z: number): number {
  return incompleteGammaUpper(0.5, (z * z) / 2);
}

/**
 * The z with P(Z <= z) = p, for 0 < p < 1. A p close to 1 has lost its digits; use -normalQuantile(1 - p) there,
 * with 1 - p known on its own.
 */
export function normalQuantile(p: number): number {
  return p <= 0.5 ? -invertTail(normalUpperTail, p) : invertTail(normalUpperTail, 1 - p);
}

/** P(X > x) of the chi-square distribution with `degrees` > 0 degrees of freedom, taken in the tail; x >= 0. */
export function chiSquareUpperTail(x: number, degrees: number): number {
  return incompleteGammaUpper(degrees / 2, x / 2);
}

/**
 * Two-sided p of Student's t with `degrees` degrees of freedom (any positive number), from the shares of
 * variance that t stands for: t^2 / (t^2 + degrees) explained, the rest unexplained. Taken in the tail itself:
 * no 1 - cdf, so p keeps its digits down to the smallest double; below that it is 0.
 */
export function twoSidedPOfShares(explained: number, unexplained: number, degrees: number): number {
  return incompleteBeta(degrees / 2, 0.5, unexplained, explained);
}

/** Two-sided p of Student's t; `degrees` > 0. */
export function twoSidedP(t: number, degrees: number): number {
  const ratio = (t / degrees) * t;
  if (ratio === Infinity) return 0;
  return twoSidedPOfShares(ratio / (1 + ratio), 1 / (1 + ratio), degrees);
}

/** P(T > t) of Student's t; `degrees` > 0. A tiny value keeps its digits. */
export function studentUpperTail(t: number, degrees: number): number {
  const half = twoSidedP(t, degrees) / 2;
  return t >= 0 ? half : 1 - half;
}

/** The t with P(T <= t) = p, for 0 < p < 1. */
export function studentQuantile(p: number, degrees: number): number {
  const upperTail = (t: number): number => studentUpperTail(t, degrees);
  return p <= 0.5 ? -invertTail(upperTail, p) : invertTail(upperTail, 1 - p);
}

function assertBinomial(k: number, n: number, p: number): void {
  if (!Number.isInteger(k) || !Number.isInteger(n) || n < 0 || k < 0 || k > n || !(p >= 0 && p <= 1)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${k} of ${n} at rate ${p} is no binomial outcome; use whole numbers with 0 <= k <= n and a rate in [0, 1].`,
    );
  }
}

/** P(X = k) of Binomial(n, p). */
export function binomialProbability(k: number, n: number, p: number): number {
  assertBinomial(k, n, p);
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  const logOdds = k * Math.log(p) + (n - k) * Math.log1p(-p);
  return Math.exp(logOdds - logBeta(k + 1, n - k + 1) - Math.log(n + 1));
}

/** P(X <= k) of Binomial(n, p); DLMF 8.17.5. A tiny value keeps its digits. */
export function binomialLowerTail(k: number, n: number, p: number): number {
  assertBinomial(k, n, p);
  return k === n ? 1 : incompleteBeta(n - k, k + 1, 1 - p, p);
}

/** Halvings of a bracket [0, 2^k]: enough for neighbouring doubles. */
const LARGEST_STEP_COUNT = 2000;

/**
 * The x >= 0 at which a falling tail function comes down to p; 0 where it begins below p. By bisection, to the last
 * digits: a quantile is asked for once a test, so speed is worth less than certainty.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless 0 < p < 1.
 */
function invertTail(tail: (x: number) => number, p: number): number {
  if (!(p > 0 && p < 1)) {
    throw new AnalysisError('BAD_ARGUMENT', `A quantile at ${p} is not finite; use a share between 0 and 1.`);
  }
  if (tail(0) <= p) return 0;
  let low = 0;
  let high = 1;
  while (tail(high) > p) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < LARGEST_STEP_COUNT; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (tail(middle) > p) low = middle;
    else high = middle;
  }
  return high;
}
