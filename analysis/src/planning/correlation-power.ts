import { AnalysisError } from '../words/errors.js';
import { normalUpperTail } from '../statistics/index.js';
import { exactCorrelationPower } from './exact-correlation-power.js';
import type { PlanLevels, SampleSize } from './plan-levels.js';
import { criticalZ, readLevels, smallestSample } from './plan-levels.js';

/** Fisher's z has the standard error 1 / sqrt(n - 3). */
const SMALLEST_PAIRS = 4;

/**
 * The smallest |r| that `n` independent pairs detect (Fisher 1921; Cohen 1988, chapter 3): tanh of
 * (z(1 - alpha / 2) + z(power)) / sqrt(n - 3). `n` may be an effective number and need not be whole. Null for n <= 3.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless 0 < alpha < power < 1.
 */
export function detectableCorrelation(
  n: number,
  levels?: PlanLevels,
): { readonly r: number; readonly reason: null } | { readonly r: null; readonly reason: string } {
  const { zAlpha, zPower } = readLevels(levels);
  if (!(n > SMALLEST_PAIRS - 1)) return { r: null, reason: `3 pairs or fewer (n = ${n})` };
  return { r: Math.tanh((zAlpha + zPower) / Math.sqrt(n - 3)), reason: null };
}

/**
 * The chance that `n` > 3 independent pairs with correlation `r` give a two-sided p below alpha, by Fisher's z.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless -1 < r < 1, n > 3 and 0 < alpha < 1.
 */
export function correlationPower(r: number, n: number, alpha = 0.05): number {
  assertCorrelation(r);
  if (!(n > SMALLEST_PAIRS - 1)) {
    throw new AnalysisError('BAD_ARGUMENT', `${n} pairs have no power by Fisher's z; use more than 3.`);
  }
  const critical = criticalZ(alpha);
  const shift = Math.atanh(Math.abs(r)) * Math.sqrt(n - 3);
  return normalUpperTail(critical - shift) + normalUpperTail(critical + shift);
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
