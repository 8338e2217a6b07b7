import { centred } from './centred.js';
import { assertPairs } from './correlation.js';
import { dot, mean } from './mean.js';

/** A straight line: y = intercept + slope x. */
export interface Line {
  /** In units of y per unit of x. */
  readonly slope: number;
  /** In units of y. */
  readonly intercept: number;
}

/**
 * The line of y on x with the least sum of squared distances in y (Legendre 1805). Null with fewer than two pairs, or
 * where x is constant.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for lists of different length or values that are not finite.
 */
export function leastSquares(x: readonly number[], y: readonly number[]): Line | null {
  assertPairs(x, y);
  if (x.length < 2) return null;
  const dx = centred(x);
  const square = dot(dx, dx);
  if (square === 0) return null;
  const slope = dot(dx, centred(y)) / square;
  return { slope, intercept: mean(y) - slope * mean(x) };
}
