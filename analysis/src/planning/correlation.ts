import { studentQuantile } from '../statistics/distributions.js';
import type { OrReason } from '../statistics/descriptive.js';
import { logGamma } from '../statistics/special-functions.js';
import { AnalysisError } from '../words/errors.js';
import type { PlanLevels, SampleSize } from './levels.js';
import { readLevels, smallestSample } from './levels.js';

/** Fisher's z has the standard error 1 / sqrt(n - 3). */
const SMALLEST_PAIRS = 4;

/**
 * The smallest |r| that `n` independent pairs detect (Fisher 1921; Cohen 1988, chapter 3): tanh of
 * (z(1 - alpha / 2) + z(power)) / sqrt(n - 3). `n` may be an effective number and need not be whole. Null for n <= 3.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless 0 < alpha < power < 1.
 */
export function detectableCorrelation(n: number, levels?: PlanLevels): OrReason<{ readonly r: number }> {
  const { zAlpha, zPower } = readLevels(levels);
  if (!(n > SMALLEST_PAIRS - 1)) return { r: null, reason: `3 pairs or fewer (n = ${n})` };
  return { r: Math.tanh((zAlpha + zPower) / Math.sqrt(n - 3)), reason: null };
}

function assertCorrelation(r: number): void {
  if (!(r > -1 && r < 1)) {
    throw new AnalysisError('BAD_ARGUMENT', `${r} is no correlation to plan for; use one between -1 and 1.`);
  }
}

/**
 * The independent pairs needed to detect a correlation `r`.
 *
 * @param method `fisher` (default): from Fisher's z, as most tables. `exact`: from the distribution of r under
 *   bivariate normality; a pair or two apart from the first, and slower for tiny r. A 0/1 outcome is not normal, so
 *   neither is exact for flips.
 * @throws AnalysisError `BAD_ARGUMENT` unless -1 < r < 1 and 0 < alpha < power < 1.
 */
export function sampleSizeForCorrelation(
  r: number,
  levels?: PlanLevels,
  method: 'fisher' | 'exact' = 'fisher',
): SampleSize {
  const { alpha, power, zAlpha, zPower } = readLevels(levels);
  assertCorrelation(r);
  if (r === 0) return { n: null, reason: 'no sample detects a correlation of 0' };
  const wanted = Math.atanh(Math.abs(r));
  return smallestSample(SMALLEST_PAIRS, (n) =>
    method === 'exact'
      ? exactCorrelationPower(r, n, alpha) >= power
      : wanted * Math.sqrt(n - 3) >= zAlpha + zPower,
  );
}

/** Panels of Simpson's rule, and how many standard errors it reaches out. */
const PANELS = 2000;
const REACH = 20;

/** 2F1(1/2, 1/2; c; x) for 0 <= x <= 1 and c > 1; DLMF 15.2.1. */
function hypergeometric(c: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let k = 0; k < 100_000 && term > total * Number.EPSILON; k++) {
    term *= ((k + 0.5) ** 2 / ((c + k) * (k + 1))) * x;
    total += term;
  }
  return total;
}

/** The density of atanh(r) for n pairs of a bivariate normal with correlation rho (Hotelling 1953, equation 25). */
function density(z: number, rho: number, n: number): number {
  const r = Math.tanh(z);
  const log =
    Math.log(n - 2) +
    logGamma(n - 1) -
    logGamma(n - 0.5) -
    0.5 * Math.log(2 * Math.PI) +
    ((n - 1) / 2) * Math.log1p(-rho * rho) -
    // (1 - r^2)^((n - 4) / 2) times dr/dz = 1 - r^2; 1 - tanh^2 = cosh^-2 keeps its digits.
    (n - 2) * Math.log(Math.cosh(z)) -
    (n - 1.5) * Math.log1p(-rho * r);
  return Math.exp(log) * hypergeometric(n - 0.5, (1 + rho * r) / 2);
}

/** The integral of the density from z on. */
function upperTail(z: number, rho: number, n: number): number {
  const end = Math.max(z, Math.atanh(rho)) + REACH / Math.sqrt(n - 3);
  const width = (end - z) / PANELS;
  let total = density(z, rho, n) + density(end, rho, n);
  for (let panel = 1; panel < PANELS; panel++) {
    total += (panel % 2 === 1 ? 4 : 2) * density(z + panel * width, rho, n);
  }
  return (total * width) / 3;
}

/**
 * The exact chance that the two-sided t test of Pearson's r rejects at `alpha`, for `n` >= 4 independent pairs of a
 * bivariate normal distribution with correlation `rho`.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless n is a whole number from 4 on, -1 < rho < 1 and 0 < alpha < 1.
 */
export function exactCorrelationPower(rho: number, n: number, alpha = 0.05): number {
  if (!(Number.isInteger(n) && n >= 4 && rho > -1 && rho < 1 && alpha > 0 && alpha < 1)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `No exact power for rho ${rho}, n ${n}, alpha ${alpha}; use -1 < rho < 1, whole n >= 4, 0 < alpha < 1.`,
    );
  }
  const t = -studentQuantile(alpha / 2, n - 2);
  const critical = Math.atanh(t / Math.sqrt(t * t + n - 2));
  return upperTail(critical, rho, n) + upperTail(critical, -rho, n);
}
