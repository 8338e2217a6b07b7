import type { Correlation } from './correlation.js';
import { undefinedCorrelation } from './correlation.js';
import type { CovarianceShares } from './covariance-split.js';
import { covarianceShares } from './covariance-split.js';
import { mean, sum } from './mean.js';
import { twoSidedPOfShares } from './student-t.js';

/** What a paper's table tells of one group. Standard deviations have divisor n - 1. */
export interface GroupStatistics {
  readonly n: number;
  readonly meanX: number;
  readonly sdX: number;
  readonly meanY: number;
  readonly sdY: number;
  /** Pearson's r inside the group; null where one of the two is constant. */
  readonly r: number | null;
}

/** What the pooled rows must have said. */
export interface RebuiltCorrelation {
  readonly pooled: Correlation;
  readonly within: Correlation;
  readonly shares: CovarianceShares;
}

function fromSums(sxx: number, syy: number, sxy: number, n: number, degrees: number): Correlation {
  if (degrees < 1) return undefinedCorrelation(n, `too few pairs (n = ${n})`);
  if (sxx === 0 || syy === 0) return undefinedCorrelation(n, `${sxx === 0 ? 'x' : 'y'} is constant`);
  const r = Math.max(-1, Math.min(1, sxy / Math.sqrt(sxx * syy)));
  return { r, p: twoSidedPOfShares(r * r, (1 - r) * (1 + r), degrees), n, reason: null };
}

/**
 * The pooled and the within-group correlation from published group statistics alone, without the rows.
 * Exact: sums of squares and products add up over groups.
 */
export function rebuildPooled(groups: readonly GroupStatistics[]): RebuiltCorrelation {
  const n = sum(groups.map((group) => group.n));
  if (n === 0) {
    const none = undefinedCorrelation(0, 'no pairs');
    return { pooled: none, within: none, shares: covarianceShares(0, 0, 0) };
  }
  const grand = (of: (group: GroupStatistics) => number): number =>
    mean(groups.map((group) => group.n * of(group))) * (groups.length / n);
  const meanX = grand((group) => group.meanX);
  const meanY = grand((group) => group.meanY);
  const total = (of: (group: GroupStatistics) => number): number => sum(groups.map(of));

  const withinXX = total((group) => (group.n - 1) * group.sdX ** 2);
  const withinYY = total((group) => (group.n - 1) * group.sdY ** 2);
  const withinXY = total((group) => (group.n - 1) * group.sdX * group.sdY * (group.r ?? 0));
  const betweenXX = total((group) => group.n * (group.meanX - meanX) ** 2);
  const betweenYY = total((group) => group.n * (group.meanY - meanY) ** 2);
  const betweenXY = total((group) => group.n * (group.meanX - meanX) * (group.meanY - meanY));

  const allXX = withinXX + betweenXX;
  const allYY = withinYY + betweenYY;
  return {
    pooled: fromSums(allXX, allYY, withinXY + betweenXY, n, n - 2),
    within: fromSums(withinXX, withinYY, withinXY, n, n - groups.length - 1),
    shares: covarianceShares(betweenXY, withinXY, Math.sqrt(allXX * allYY)),
  };
}
