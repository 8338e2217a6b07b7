import type { Interval, IntervalOptions } from './bootstrap-interval.js';
import { bootstrapInterval } from './bootstrap-interval.js';
import type { Draws } from './resamples.js';

/**
 * The bootstrap interval of any statistic of clusters (problems), which are drawn as wholes: what is inside one
 * cluster may depend on itself in any way.
 *
 * @param statistic a number of a list of clusters, in which one may come several times; null where it has no value.
 *   More than 5 % of resamples without a value leave no interval.
 */
export function bootstrapClusters<Cluster>(
  clusters: readonly Cluster[],
  statistic: (sample: readonly Cluster[]) => number | null,
  draws: Draws,
  options?: IntervalOptions,
): Interval {
  const weighted = (weights: Float64Array): number | null =>
    statistic(clusters.flatMap((cluster, index) => Array<Cluster>(weights[index] ?? 0).fill(cluster)));
  const undefinedReason = 'the statistic has no value in too many resamples';
  return bootstrapInterval(clusters.length, weighted, draws, undefinedReason, options);
}
