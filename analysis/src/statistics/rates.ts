import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import { type OrReason, sum } from './descriptive.js';
import { binomialLowerTail, chiSquareUpperTail, Z_975 } from './distributions.js';

/** A rate of `successes` in `n` with its 95 % interval, or why there is none. */
export type Rate = OrReason<{ readonly rate: number; readonly interval: readonly [number, number] }> & {
  readonly successes: number;
  readonly n: number;
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
  if (n === 0) return { successes, n, rate: null, interval: null, reason: 'no cases' };
  const z2 = Z_975 * Z_975;
  const half = Z_975 * Math.sqrt((successes * (n - successes)) / n + z2 / 4);
  const upper = successes === n ? 1 : (successes + z2 / 2 + half) / (n + z2);
  // The ends of a quadratic multiply to its last term; the subtraction would cost the lower one its digits.
  const lower = (successes * successes) / (n * (n + z2) * upper);
  return { successes, n, rate: successes / n, interval: [lower, upper], reason: null };
}

/**
 * Two-sided p of the exact McNemar test: two conditions on the same cases, of which only those that differ
 * count. The smaller tail of Binomial(onlyFirst + onlySecond, 1/2), doubled, at most 1; 1 where none differ.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless both are whole numbers from 0 on.
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  if (!Number.isInteger(onlyFirst) || !Number.isInteger(onlySecond) || onlyFirst < 0 || onlySecond < 0) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${onlyFirst} and ${onlySecond} are not counts of discordant cases; use whole numbers from 0 on.`,
    );
  }
  const n = onlyFirst + onlySecond;
  return Math.min(1, 2 * binomialLowerTail(Math.min(onlyFirst, onlySecond), n, 0.5));
}

/** Cochran's Q, or why it has no value. */
export type CochranQ = OrReason<{
  readonly q: number;
  /** Conditions - 1. */
  readonly degrees: number;
  /** From the chi-square distribution; for many cases. */
  readonly p: number;
}> & {
  /** Over all arrangements of the outcomes inside each case; null where they are too many to go through. */
  readonly exact: ExactP;
  readonly n: number;
  /** Cases whose outcomes differ between conditions; the others say nothing. */
  readonly informative: number;
};

type ExactP = OrReason<{ readonly p: number }>;

/**
 * Cochran's Q (Cochran 1950): whether k conditions on the same cases share one rate. Each row is a case with the
 * outcome 0 or 1 under every condition. With column sums C, row sums R and total T,
 * Q = (k - 1)(k sum C^2 - T^2) / (k T - sum R^2), chi-square on k - 1 degrees of freedom. For k = 2 it is McNemar's
 * statistic without continuity correction. Null with fewer than two conditions, or where no case differs.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rows of different width or outcomes other than 0 and 1.
 */
export function cochranQ(rows: readonly (readonly number[])[]): CochranQ {
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width || row.some((outcome) => outcome !== 0 && outcome !== 1))) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      "Rows of Cochran's Q differ in width or hold other values than 0 and 1; give each case one outcome per condition.",
    );
  }
  const informative = rows.filter((row) => {
    const yes = sum(row);
    return yes > 0 && yes < width;
  });
  const none = (reason: string): CochranQ => ({
    q: null,
    degrees: null,
    p: null,
    exact: { p: null, reason },
    n: rows.length,
    informative: informative.length,
    reason,
  });
  if (rows.length === 0) return none('no cases');
  if (width < 2) return none('fewer than 2 conditions');
  if (informative.length === 0) return none('no case differs between conditions');
  // Cases without a difference cancel in both parts of the fraction.
  const rowSums = informative.map((row) => sum(row));
  const columnSums = Array.from({ length: width }, (_, column) =>
    sum(informative.map((row) => required(row[column], 'the outcome under a condition'))),
  );
  const total = sum(rowSums);
  const squares = sum(columnSums.map((count) => count * count));
  const q =
    ((width - 1) * (width * squares - total * total)) /
    (width * total - sum(rowSums.map((yes) => yes * yes)));
  return {
    q,
    degrees: width - 1,
    p: chiSquareUpperTail(q, width - 1),
    exact: exactColumnSpread(rowSums, width, squares),
    n: rows.length,
    informative: informative.length,
    reason: null,
  };
}

/** Steps (one column total meets one arrangement of a row) that may be taken: less than a second. */
const LARGEST_STEP_COUNT = 1_000_000;

/**
 * The chance that column sums are as unequal as seen when every row deals its ones out over the columns at random:
 * P(sum C^2 >= observed). Row sums stay, so Q grows with sum C^2 alone.
 *
 * Columns are exchangeable, so the distribution of the sorted column sums is carried from row to row; there are few
 * of them where the arrangements themselves are beyond number (20^50 for 50 rows of six).
 */
function exactColumnSpread(rowSums: readonly number[], width: number, observed: number): ExactP {
  const radix = rowSums.length + 1;
  const tooMany = {
    p: null,
    reason: `too many arrangements of ${rowSums.length} cases under ${width} conditions`,
  };
  if (radix ** width > Number.MAX_SAFE_INTEGER) return tooMany;
  let chances = new Map<number, number>([[0, 1]]);
  let steps = 0;
  for (const ones of rowSums) {
    const choices = choicesOf(width, ones);
    steps += chances.size * choices.length;
    if (steps > LARGEST_STEP_COUNT) return tooMany;
    const next = new Map<number, number>();
    for (const [key, chance] of chances) {
      const sums = decode(key, radix, width);
      for (const choice of choices) {
        const dealtKey = encode(
          sums.map((count, column) => count + (choice[column] as number)),
          radix,
        );
        next.set(dealtKey, (next.get(dealtKey) ?? 0) + chance / choices.length);
      }
    }
    chances = next;
  }
  let p = 0;
  for (const [key, chance] of chances) {
    const squares = decode(key, radix, width).reduce((total, count) => total + count * count, 0);
    if (squares >= observed) p += chance;
  }
  return { p: Math.min(1, p), reason: null };
}

/** Column sums as one number, largest first: equal for all orders of the columns. Sorts them. */
function encode(sums: number[], radix: number): number {
  // By insertion: they come nearly in order, and this is done up to a million times.
  for (let next = 1; next < sums.length; next++) {
    const count = sums[next] as number;
    let place = next;
    for (; place > 0 && (sums[place - 1] as number) > count; place--) sums[place] = sums[place - 1] as number;
    sums[place] = count;
  }
  return sums.reduceRight((key, count) => key * radix + count, 0);
}

/** Column sums, smallest first. */
function decode(key: number, radix: number, width: number): number[] {
  const sums: number[] = [];
  for (let rest = key; sums.length < width; rest = Math.floor(rest / radix)) sums.push(rest % radix);
  return sums;
}

/** All rows of `ones` ones and otherwise zeros, those with early ones first. */
function choicesOf(width: number, ones: number): number[][] {
  if (ones > width) return [];
  if (width === 0) return [[]];
  const withOne = ones === 0 ? [] : choicesOf(width - 1, ones - 1).map((rest) => [1, ...rest]);
  return [...withOne, ...choicesOf(width - 1, ones).map((rest) => [0, ...rest])];
}
