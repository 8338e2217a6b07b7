import { auc } from './auc.js';
import type { Interval, IntervalOptions } from './bootstrap-interval.js';
import { bootstrapClusters } from './cluster-bootstrap.js';
import type { PairedRow } from './paired-table.js';
import type { Draws } from './resamples.js';

/**
 * The interval of the AUC of x (attention) for the outcome y (flip, 0 or 1) over all pairs of a table, whole rows
 * (problems) drawn anew. Pooled: positions that differ in both raise it, as they raise the pooled r.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `auc` does.
 */
export function bootstrapAuc(table: readonly PairedRow[], draws: Draws, options?: IntervalOptions): Interval {
  const statistic = (sample: readonly PairedRow[]): number | null =>
    auc(
      sample.flatMap(({ x }) => x),
      sample.flatMap(({ y }) => y),
    ).auc;
  return bootstrapClusters(table, statistic, draws, options);
}
