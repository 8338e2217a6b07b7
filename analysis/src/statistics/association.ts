import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import type { Correlation } from './correlation.js';
import { assertPairs, correlateCentred, pearson, undefinedCorrelation } from './correlation.js';
import { type OrReason, centred, centredWithin, dot, mean, membersByGroup, sum } from './descriptive.js';
import type { PairedRow } from './paired-table.js';
import { centredColumns, columnsOf, widthOf } from './paired-table.js';
import type { PermutationP } from './permutation.js';
import { permuteAmongRows } from './permutation.js';
import type { Draws, Interval, IntervalOptions } from './resampling.js';
import { bootstrapCorrelation } from './resampling.js';

/** Throws `BAD_ARGUMENT` unless every pair has a group. */
function assertGroups(x: readonly number[], groups: readonly number[]): void {
  if (x.length !== groups.length) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${x.length} pairs meet ${groups.length} group names; give one for each pair.`,
    );
  }
}

/**
 * The pooled within-group correlation: both variables minus their group's mean, all groups together. What
 * differs only between groups cannot make it. p by t on n - groups - 1 degrees of freedom.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `pearson` does, or without one group for each pair.
 */
export function withinGroupCorrelation(
  x: readonly number[],
  y: readonly number[],
  groups: readonly number[],
): Correlation {
  assertPairs(x, y);
  assertGroups(x, groups);
  if (x.length < 3) return undefinedCorrelation(x.length, `fewer than 3 pairs (n = ${x.length})`);
  const degrees = x.length - membersByGroup(groups).size - 1;
  return correlateCentred(centredWithin(x, groups), centredWithin(y, groups), degrees, 'within groups');
}

/** A covariance this small against the spreads is rounding: shares of it mean nothing. */
const ROUNDING_SHARE = 1e-12;

/** Shares of the pooled covariance; they sum to 1 and may be negative or above 1. */
export type CovarianceShares = OrReason<{ readonly between: number; readonly within: number }>;

/** The split of a pooled covariance, and which group moves it most. */
export type CovarianceSplit = CovarianceShares & {
  /** The group whose means contribute most (in magnitude) to the between part; null where all contribute 0. */
  readonly strongestGroup: number | null;
};

/** Shares of two parts of a sum of products, given the sums of squares that bound it. */
function covarianceShares(between: number, within: number, scale: number): CovarianceShares {
  const total = between + within;
  if (scale === 0 || Math.abs(total) <= ROUNDING_SHARE * scale) {
    return { between: null, within: null, reason: 'the pooled covariance is zero' };
  }
  return { between: between / total, within: within / total, reason: null };
}

/**
 * Splits the pooled covariance of x and y into what lies between the means of groups and what lies within
 * them (analysis of covariance: the sum of products about the grand means is the sum of both).
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `withinGroupCorrelation` does.
 */
export function splitCovariance(
  x: readonly number[],
  y: readonly number[],
  groups: readonly number[],
): CovarianceSplit {
  assertPairs(x, y);
  assertGroups(x, groups);
  const dx = centred(x);
  const dy = centred(y);
  const contributions = [...membersByGroup(groups)].map(([group, members]) => {
    const meanX = mean(members.map((index) => required(dx[index], 'a residual of x')));
    const meanY = mean(members.map((index) => required(dy[index], 'a residual of y')));
    return { group, product: members.length * meanX * meanY };
  });
  const between = sum(contributions.map(({ product }) => product));
  const within = dot(centredWithin(x, groups), centredWithin(y, groups));
  const scale = Math.sqrt(dot(dx, dx) * dot(dy, dy));
  const strongest = contributions.reduce<{ group: number | null; product: number }>(
    (most, next) => (Math.abs(next.product) > Math.abs(most.product) ? next : most),
    { group: null, product: ROUNDING_SHARE * scale },
  );
  return { ...covarianceShares(between, within, scale), strongestGroup: strongest.group };
}

/** What remains of a relation without one position (thought). */
export interface WithoutPosition {
  /** The position left out, from 1. */
  readonly position: number;
  readonly pooled: Correlation;
  readonly withinPosition: Correlation;
  readonly withinRow: Correlation;
}

/**
 * The correlations of a table without each position in turn. A pooled r that one position carries collapses when
 * that position goes. Each p is naive (pairs taken as independent).
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rows of different width or values that are not finite.
 */
export function leaveOnePositionOut(table: readonly PairedRow[]): WithoutPosition[] {
  const { x, y, rows, positions } = columnsOf(table);
  return Array.from({ length: widthOf(table) }, (_, index) => index + 1).map((position) => {
    const kept = (values: readonly number[]): number[] =>
      values.filter((_, pair) => positions[pair] !== position);
    const [keptX, keptY] = [kept(x), kept(y)];
    return {
      position,
      pooled: pearson(keptX, keptY),
      withinPosition: withinGroupCorrelation(keptX, keptY, kept(positions)),
      withinRow: withinGroupCorrelation(keptX, keptY, kept(rows)),
    };
  });
}

/** How x goes with y once the means of rows (problems) and of positions (thoughts) are taken off both. */
export interface ConditionalAssociation {
  /**
   * The standardised effect: r of the two residuals, which is also the slope in standard deviations. Its p by t on
   * (rows - 1)(positions - 1) - 1 degrees of freedom takes the residuals as independent.
   */
  readonly correlation: Correlation;
  /** The slope of y on x, in units of y per unit of x; null where r is. */
  readonly slope: number | null;
  /** Of r, rows resampled. */
  readonly interval: Interval;
  /** Rows dealt out anew as wholes. */
  readonly permutation: PermutationP;
}

/**
 * The within-problem, position-adjusted association: the coefficient of x in y ~ x + row + position (the two-way
 * fixed-effects estimator; Frisch, Waugh and Lovell: residualise both, then regress). Neither hard problems nor
 * positions that always matter can make it. Null where a residual is constant, or with fewer than two degrees of
 * freedom left.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rows of different width or values that are not finite.
 */
export function conditionalAssociation(
  table: readonly PairedRow[],
  draws: Draws,
  options?: IntervalOptions,
): ConditionalAssociation {
  const columns = centredColumns(table, 'both');
  const [x, y] = [Array.from(columns.x), Array.from(columns.y)];
  const degrees = (table.length - 1) * (widthOf(table) - 1) - 1;
  const correlation = correlateCentred(x, y, degrees, 'within rows and positions');
  return {
    correlation,
    slope: correlation.r === null ? null : dot(x, y) / dot(x, x),
    interval: bootstrapCorrelation(table, 'both', draws, options),
    permutation: permuteAmongRows(table, draws, 'both'),
  };
}
