import type { Correlation } from './correlation.js';
import { undefinedCorrelation } from './correlation.js';
import { dot } from './mean.js';
import { twoSidedPOfShares } from './student-t.js';

/** The list scaled to length 1, by its largest value first so that no square overflows; null for all zeros. */
function unitVector(values: readonly number[]): number[] | null {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return null;
  const scaled = values.map((value) => value / largest);
  const length = Math.sqrt(dot(scaled, scaled));
  return scaled.map((value) => value / length);
}

/**
 * Correlation of two lists whose means (of all, or of each group) are already taken off.
 *
 * 1 - r^2 is summed from the residuals, not subtracted: near |r| = 1 the subtraction has no digits left.
 *
 * @param degrees degrees of freedom of t; below 1 there is no correlation.
 * @param about words for what was centred, such as `within groups`; they end up in the reason.
 */
export function correlateCentred(
  dx: readonly number[],
  dy: readonly number[],
  degrees: number,
  about = '',
): Correlation {
  const n = dx.length;
  const suffix = about === '' ? '' : ` ${about}`;
  if (degrees < 1) return undefinedCorrelation(n, `too few pairs${suffix} (n = ${n})`);
  const u = unitVector(dx);
  const v = unitVector(dy);
  if (u === null && v === null) return undefinedCorrelation(n, `x and y are constant${suffix}`);
  if (u === null) return undefinedCorrelation(n, `x is constant${suffix}`);
  if (v === null) return undefinedCorrelation(n, `y is constant${suffix}`);
  const r = Math.max(-1, Math.min(1, dot(u, v)));
  const residuals = v.map((value, index) => value - r * (u[index] ?? 0));
  const unexplained = dot(residuals, residuals);
  // Rounding alone leaves this much of a perfect line.
  if (unexplained <= 4 * n * Number.EPSILON ** 2) return { r: Math.sign(r), p: 0, n, reason: null };
  return { r, p: twoSidedPOfShares(r * r, unexplained, degrees), n, reason: null };
}
