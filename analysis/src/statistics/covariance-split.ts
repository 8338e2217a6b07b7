import { centred, centredWithin, membersByGroup } from './centred.js';
import { assertPairs } from './correlation.js';
import { dot, mean, sum } from './mean.js';
import { assertGroups } from './within-group.js';

/** A covariance this small against the spreads is rounding: shares of it mean nothing. */
const ROUNDING_SHARE = 1e-12;

/** Shares of the pooled covariance; they sum to 1 and may be negative or above 1. */
export type CovarianceShares =
  | { readonly between: number; readonly within: number; readonly reason: null }
  | { readonly between: null; readonly within: null; readonly reason: string };

/** The split of a pooled covariance, and which group moves it most. */
export type CovarianceSplit = CovarianceShares & {
  /** The group whose means contribute most (in magnitude) to the between part; null where all contribute 0. */
  readonly strongestGroup: number | null;
};

/** Shares of two parts of a sum of products, given the sums of squares that bound it. */
export function covarianceShares(between: number, within: number, scale: number): CovarianceShares {
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
    const meanX = mean(members.map((index) => dx[index] ?? 0));
    const meanY = mean(members.map((index) => dy[index] ?? 0));
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
