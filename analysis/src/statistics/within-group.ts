import { AnalysisError } from '../words/errors.js';
import { centredWithin, membersByGroup } from './centred.js';
import { correlateCentred } from './correlate-centred.js';
import type { Correlation } from './correlation.js';
import { assertPairs, undefinedCorrelation } from './correlation.js';

/** Throws `BAD_ARGUMENT` unless every pair has a group. */
export function assertGroups(x: readonly number[], groups: readonly number[]): void {
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
