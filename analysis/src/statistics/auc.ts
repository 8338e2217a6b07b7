import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import { assertPairs, averageRanks } from './correlation.js';
import { type OrReason, dot, sum } from './descriptive.js';
import { normalTwoSidedP } from './distributions.js';
import type { PairedRow } from './paired-table.js';
import { columnsOf } from './paired-table.js';
import type { Draws, Interval, IntervalOptions } from './resampling.js';
import { bootstrapInterval } from './resampling.js';

/** How well a score tells the cases with an outcome (1) from those without (0), or why that has no value. */
export type Auc = OrReason<{
  readonly auc: number;
  /**
   * Two-sided p of the Mann-Whitney test, normal approximation with correction for ties and none for continuity.
   * Naive where scores of one problem depend on each other: it takes all cases as independent.
   */
  readonly p: number;
}> & { readonly positives: number; readonly negatives: number };

/**
 * The area under the ROC curve: the chance that a case with the outcome scores above one without, equal scores
 * counting one half (Hanley and McNeil 1982: the Mann-Whitney U over positives x negatives). 0.5 is no relation. Null
 * where one of the two kinds is missing. A constant score gives 0.5 and p = 1.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless each score is finite and has an outcome of 0 or 1.
 */
export function auc(scores: readonly number[], outcomes: readonly number[]): Auc {
  assertPairs(scores, outcomes);
  assertOutcomes(outcomes);
  const n = scores.length;
  const positives = outcomes.filter((outcome) => outcome === 1).length;
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) {
    const reason = positives === 0 ? 'no case has the outcome' : 'every case has the outcome';
    return { auc: null, p: null, positives, negatives, reason };
  }
  const ranks = averageRanks(scores);
  const rankSum = dot(ranks, outcomes);
  const pairs = positives * negatives;
  const above = rankSum - (positives * (positives + 1)) / 2;
  const middle = (n + 1) / 2;
  // The variance of the ranks as they are: equal to the usual n(n + 1)/12 where nothing ties, smaller where it does.
  const spread = sum(ranks.map((rank) => (rank - middle) ** 2)) / (n * (n - 1));
  const p = spread === 0 ? 1 : normalTwoSidedP((above - pairs / 2) / Math.sqrt(pairs * spread));
  return { auc: above / pairs, p, positives, negatives, reason: null };
}

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
  assertOutcomes(y);
  const pairs = x
    .map((score, pair) => ({ score, outcome: y[pair], row: required(rows[pair], 'the row of a pair') }))
    .sort((a, b) => a.score - b.score);
  return (weights) => {
    let [positives, negatives, above] = [0, 0, 0];
    for (let next = 0; next < pairs.length;) {
      const score = pairs[next]?.score;
      let [tiedPositives, tiedNegatives] = [0, 0];
      for (let pair = pairs[next]; pair !== undefined && pair.score === score; pair = pairs[next]) {
        const weight = required(weights[pair.row], 'the weight of a row');
        if (pair.outcome === 1) tiedPositives += weight;
        else tiedNegatives += weight;
        next += 1;
      }
      above += tiedPositives * (negatives + tiedNegatives / 2);
      positives += tiedPositives;
      negatives += tiedNegatives;
    }
    return positives === 0 || negatives === 0 ? null : above / (positives * negatives);
  };
}

function assertOutcomes(outcomes: readonly number[]): void {
  const bad = outcomes.find((outcome) => outcome !== 0 && outcome !== 1);
  if (bad !== undefined) {
    throw new AnalysisError('BAD_ARGUMENT', `An outcome is ${bad}; the AUC needs 0 (no) or 1 (yes).`);
  }
}
