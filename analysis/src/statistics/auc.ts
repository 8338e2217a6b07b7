import { AnalysisError } from '../words/errors.js';
import { assertPairs } from './correlation.js';
import { sum } from './mean.js';
import { normalTwoSidedP } from './normal.js';
import { averageRanks } from './spearman.js';

/** How well a score tells the cases with an outcome (1) from those without (0), or why that has no value. */
export type Auc =
  | {
      readonly auc: number;
      /**
       * Two-sided p of the Mann-Whitney test, normal approximation with correction for ties and none for continuity.
       * Naive where scores of one problem depend on each other: it takes all cases as independent.
       */
      readonly p: number;
      readonly positives: number;
      readonly negatives: number;
      readonly reason: null;
    }
  | {
      readonly auc: null;
      readonly p: null;
      readonly positives: number;
      readonly negatives: number;
      readonly reason: string;
    };

/**
 * The area under the ROC curve: the chance that a case with the outcome scores above one without, equal scores
 * counting one half (Hanley and McNeil 1982: the Mann-Whitney U over positives x negatives). 0.5 is no relation. Null
 * where one of the two kinds is missing. A constant score gives 0.5 and p = 1.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless each score is finite and has an outcome of 0 or 1.
 */
export function auc(scores: readonly number[], outcomes: readonly number[]): Auc {
  assertPairs(scores, outcomes);
  const bad = outcomes.find((outcome) => outcome !== 0 && outcome !== 1);
  if (bad !== undefined) {
    throw new AnalysisError('BAD_ARGUMENT', `An outcome is ${bad}; the AUC needs 0 (no) or 1 (yes).`);
  }
  const n = scores.length;
  const positives = outcomes.filter((outcome) => outcome === 1).length;
  const negatives = n - positives;
  if (positives === 0 || negatives === 0) {
    const reason = positives === 0 ? 'no case has the outcome' : 'every case has the outcome';
    return { auc: null, p: null, positives, negatives, reason };
  }
  const ranks = averageRanks(scores);
  const rankSum = sum(ranks.map((rank, index) => rank * (outcomes[index] ?? 0)));
  const pairs = positives * negatives;
  const above = rankSum - (positives * (positives + 1)) / 2;
  const middle = (n + 1) / 2;
  // The variance of the ranks as they are: equal to the usual n(n + 1)/12 where nothing ties, smaller where it does.
  const spread = sum(ranks.map((rank) => (rank - middle) ** 2)) / (n * (n - 1));
  const p = spread === 0 ? 1 : normalTwoSidedP((above - pairs / 2) / Math.sqrt(pairs * spread));
  return { auc: above / pairs, p, positives, negatives, reason: null };
}
