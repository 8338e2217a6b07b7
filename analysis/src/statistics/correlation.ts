import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import { type OrReason, centred, dot } from './descriptive.js';
import { twoSidedPOfShares } from './distributions.js';

/** A correlation, or why there is none. */
export type Correlation = OrReason<{
  readonly r: number;
  /** Two-sided, by Student's t, taking the pairs as independent. */
  readonly p: number;
}> & {
  /** Pairs. */
  readonly n: number;
};

/** The correlation of `n` pairs that has no value because of `reason`. */
export function undefinedCorrelation(n: number, reason: string): Correlation {
  return { r: null, p: null, n, reason };
}

/** Throws `BAD_ARGUMENT` unless x and y pair up and hold finite numbers only. */
export function assertPairs(x: readonly number[], y: readonly number[]): void {
  if (x.length !== y.length) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${x.length} values of x meet ${y.length} of y; give one y for each x.`,
    );
  }
  const bad = [...x, ...y].find((value) => !Number.isFinite(value));
  if (bad !== undefined) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A value is ${bad}; leave pairs without a finite value out first.`,
    );
  }
}

/**
 * Pearson's r with the two-sided p of t on n - 2 degrees of freedom. The p takes the pairs as independent.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for lists of different length or values that are not finite.
 */
export function pearson(x: readonly number[], y: readonly number[]): Correlation {
  assertPairs(x, y);
  if (x.length < 3) return undefinedCorrelation(x.length, `fewer than 3 pairs (n = ${x.length})`);
  return correlateCentred(centred(x), centred(y), x.length - 2);
}

/** Ranks counted from 1; equal values share the average of their ranks. */
export function averageRanks(values: readonly number[]): number[] {
  const order = [...values.entries()].sort(([, a], [, b]) => a - b);
  const ranks = values.map(() => 0);
  let start = 0;
  while (start < order.length) {
    const value = order[start]?.[1];
    let end = start;
    while (end + 1 < order.length && order[end + 1]?.[1] === value) end += 1;
    for (const [index] of order.slice(start, end + 1)) ranks[index] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}

/**
 * Spearman's rho (in `r`): Pearson's r of the average ranks, p by t on n - 2 degrees of freedom.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `pearson` does.
 */
export function spearman(x: readonly number[], y: readonly number[]): Correlation {
  assertPairs(x, y);
  return pearson(averageRanks(x), averageRanks(y));
}

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
  const residuals = v.map((value, index) => value - r * required(u[index], 'a value of x'));
  const unexplained = dot(residuals, residuals);
  // Rounding alone leaves this much of a perfect line.
  if (unexplained <= 4 * n * Number.EPSILON ** 2) return { r: Math.sign(r), p: 0, n, reason: null };
  return { r, p: twoSidedPOfShares(r * r, unexplained, degrees), n, reason: null };
}
