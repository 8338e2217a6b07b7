import { AnalysisError } from '../words/errors.js';
import type { Interval, IntervalOptions } from './bootstrap-interval.js';
import { bootstrapInterval } from './bootstrap-interval.js';
import type { PairedRow } from './paired-table.js';
import { columnsOf } from './paired-table.js';
import type { Draws } from './resamples.js';

/**
 * The interval of the AUC of x (attention) for the outcome y (flip, 0 or 1) over all pairs of a table, whole rows
 * (problems) drawn anew. Pooled: positions that differ in both raise it, as they raise the pooled r.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `auc` does.
 */
export function bootstrapAuc(table: readonly PairedRow[], draws: Draws, options?: IntervalOptions): Interval {
  return bootstrapInterval(
    table.length,
    weightedAuc(table),
    draws,
    'the statistic has no value in too many resamples',
    options,
  );
}

/** The AUC of rows that come `weights` times each. The scores are sorted once, not in every resample. */
function weightedAuc(table: readonly PairedRow[]): (weights: Float64Array) => number | null {
  const { x, y, rows } = columnsOf(table);
  if (y.some((outcome) => outcome !== 0 && outcome !== 1)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      'An outcome is neither 0 nor 1; the AUC needs 0 (no) or 1 (yes).',
    );
  }
  const order = [...x.keys()].sort((a, b) => (x[a] ?? 0) - (x[b] ?? 0));
  return (weights) => {
    let [positives, negatives, above] = [0, 0, 0];
    for (let start = 0; start < order.length;) {
      const score = x[order[start] ?? 0];
      let [tiedPositives, tiedNegatives] = [0, 0];
      let end = start;
      for (; end < order.length && x[order[end] ?? 0] === score; end++) {
        const pair = order[end] ?? 0;
        const weight = weights[rows[pair] ?? 0] ?? 0;
        if (y[pair] === 1) tiedPositives += weight;
        else tiedNegatives += weight;
      }
      above += tiedPositives * (negatives + tiedNegatives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
      start = end;
    }
    return positives === 0 || negatives === 0 ? null : above / (positives * negatives);
  };
}
