import { AnalysisError } from '../words/errors.js';
import { chiSquareUpperTail } from './chi-square.js';
import { exactColumnSpread } from './cochran-exact.js';
import { sum } from './mean.js';

/** An exact p, or why there is none. */
export type ExactP =
  { readonly p: number; readonly reason: null } | { readonly p: null; readonly reason: string };

/** Cochran's Q, or why it has no value. */
export type CochranQ =
  | {
      readonly q: number;
      /** Conditions - 1. */
      readonly degrees: number;
      /** From the chi-square distribution; for many cases. */
      readonly p: number;
      /** Over all arrangements of the outcomes inside each case; null where they are too many to go through. */
      readonly exact: ExactP;
      readonly n: number;
      /** Cases whose outcomes differ between conditions; the others say nothing. */
      readonly informative: number;
      readonly reason: null;
    }
  | {
      readonly q: null;
      readonly degrees: null;
      readonly p: null;
      readonly exact: ExactP;
      readonly n: number;
      readonly informative: number;
      readonly reason: string;
    };

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
    sum(informative.map((row) => row[column] ?? 0)),
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
