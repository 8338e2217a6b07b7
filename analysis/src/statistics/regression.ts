import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import type { Stratum } from './conditional-likelihood.js';
import { maximiseLikelihood } from './conditional-likelihood.js';
import { assertPairs } from './correlation.js';
import { type OrReason, centred, dot, mean } from './descriptive.js';
import { normalTwoSidedP, Z_975 } from './distributions.js';
import type { PairedRow } from './paired-table.js';
import { centredColumns } from './paired-table.js';

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

/** The coefficient of x with its test, or why there is none. */
export type ConditionalLogistic = OrReason<{
  /** Change in log odds per unit of x. */
  readonly coefficient: number;
  readonly standardError: number;
  /** Wald's z and its two-sided p. */
  readonly z: number;
  readonly p: number;
  /** Wald's 95 % interval of the coefficient. */
  readonly interval: readonly [number, number];
  /** Root mean square of x within rows and positions: coefficient x deviation is the standardised effect. */
  readonly deviation: number;
  /** Log odds of each position in play against the first of them, which has 0. */
  readonly positions: readonly { readonly position: number; readonly coefficient: number }[];
}> & {
  /** Rows (problems) with an outcome at some but not all positions; the others cancel out of the likelihood. */
  readonly informative: number;
  /** Positions that took no part: among informative rows they have the outcome never, or always. */
  readonly leftOut: readonly number[];
};

/**
 * Conditional (fixed-effects) logistic regression y ~ x + position | row: flips against attention and slot inside
 * problems. Conditioning on the number of flips of a problem removes its intercept, so no difficulty can make an
 * effect (Chamberlain 1980; Breslow and Day 1980, chapter 7).
 *
 * A position that never (or always) has the outcome among informative rows has an infinite coefficient; in the limit
 * its rows say nothing of x, so they are left out and named. Null where no row is informative, where x says nothing
 * that the position does not say, and where the outcomes are separated.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rows of different width, x that is not finite, or y other than 0 and 1.
 */
export function conditionalLogistic(table: readonly PairedRow[]): ConditionalLogistic {
  const residuals = centredColumns(table, 'both').x;
  if (table.some(({ y }) => y.some((outcome) => outcome !== 0 && outcome !== 1))) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      'An outcome is neither 0 nor 1; give each position of a row one.',
    );
  }
  const { rows, kept, leftOut } = inPlay(table);
  const none = (reason: string): ConditionalLogistic => ({
    coefficient: null,
    standardError: null,
    z: null,
    p: null,
    interval: null,
    deviation: null,
    positions: null,
    informative: rows.length,
    leftOut,
    reason,
  });
  if (rows.length === 0) return none('no row has the outcome at some positions and not at others');
  const squares = dot(Array.from(residuals), Array.from(residuals));
  if (squares === 0) return none('x is constant within rows and positions');
  const deviation = Math.sqrt(squares / residuals.length);
  const strata = rows.map((row) => stratum(row, kept, deviation));
  const fit = maximiseLikelihood(strata, kept.length);
  if (fit.reason !== null) return none(fit.reason);
  const standardised = required(fit.coefficients[0], 'the coefficient of x');
  const error = required(fit.standardErrors[0], 'the standard error of x');
  const [coefficient, standardError] = [standardised / deviation, error / deviation];
  const reach = Z_975 * standardError;
  return {
    coefficient,
    standardError,
    z: standardised / error,
    p: normalTwoSidedP(standardised / error),
    interval: [coefficient - reach, coefficient + reach],
    deviation,
    positions: kept.map((position, index) => ({
      position,
      coefficient:
        index === 0 ? 0 : required(fit.coefficients[index], `the coefficient of position ${position}`),
    })),
    informative: rows.length,
    leftOut,
    reason: null,
  };
}

/** Rows and positions (from 1) that bear on the likelihood: each without differing outcomes goes, until none is left. */
function inPlay(table: readonly PairedRow[]): { rows: PairedRow[]; kept: number[]; leftOut: number[] } {
  const all = (table[0]?.x ?? []).map((_, index) => index + 1);
  const differs = (outcomes: readonly (number | undefined)[]): boolean => new Set(outcomes).size > 1;
  let rows = [...table];
  let kept = all;
  for (let before = -1; before !== rows.length + kept.length;) {
    before = rows.length + kept.length;
    rows = rows.filter(({ y }) => differs(kept.map((position) => y[position - 1])));
    kept = kept.filter((position) => differs(rows.map(({ y }) => y[position - 1])));
  }
  const leftOut = rows.length === 0 ? [] : all.filter((position) => !kept.includes(position));
  return { rows, kept, leftOut };
}

/** x in deviations from the row's mean, and a dummy for each position but the first. */
function stratum(row: PairedRow, kept: readonly number[], deviation: number): Stratum {
  const x = kept.map((position) => required(row.x[position - 1], 'x at a position'));
  const centre = x.reduce((total, value) => total + value, 0) / x.length;
  return {
    designs: x.map((value, index) => [
      (value - centre) / deviation,
      ...kept.slice(1).map((_, dummy) => (dummy + 1 === index ? 1 : 0)),
    ]),
    outcomes: kept.map((position) => required(row.y[position - 1], 'y at a position')),
  };
}
