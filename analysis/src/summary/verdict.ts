import type { Association, FlipFields } from './association-schema.js';
import { SIGNIFICANCE_LEVEL } from '../estimates/significance.js';
import type { Summary } from './schema.js';

/** What a pooled correlation is worth once positions and problems are taken apart. */
export type AssociationVerdict = Summary['findings']['rq2_verdict'];

/** An association; of flips with what only a yes-or-no outcome has. */
export type JudgedAssociation = Association & Partial<FlipFields>;

/**
 * The p that a verdict rests on: of the conditional tests on ranks inside each thought (whole problems dealt out anew;
 * for flips conditional logistic regression too) the one that finds less. They hold their 5 % where positions differ,
 * where hard problems draw attention, and where they multiply it; the pooled p, the shuffle inside problems, the
 * within-position tests and the conditional r of raw weights do not (see verdict-errors.test.ts).
 */
export function conditionalP({
  conditional_ranks: ranks,
  conditional_logistic_ranks: logistic,
}: JudgedAssociation): number | null {
  const found = [ranks.permutation_p, logistic?.p ?? null].filter((p) => p !== null);
  return ranks.r === null || found.length === 0 ? null : Math.max(...found);
}

/** Whether importance goes with attention inside problems and positions; null where it cannot be said. */
export function relationInside(association: JudgedAssociation): boolean | null {
  const p = conditionalP(association);
  return p === null ? null : p < SIGNIFICANCE_LEVEL;
}

/** The verdict; a relation is claimed from the conditional tests alone, the others name what else there is. */
export function verdictOf(association: JudgedAssociation): AssociationVerdict {
  const { r, p, conditional_ranks: ranks, within_position: within } = association;
  const inside = relationInside(association);
  if (r === null || p === null || ranks.r === null || inside === null) return 'undefined';
  const pooled = p < SIGNIFICANCE_LEVEL;
  if (inside) {
    if (!pooled) return 'within_positions_only';
    return r * ranks.r < 0 ? 'opposite_within_positions' : 'within_positions_too';
  }
  if (within.permutation_p !== null && within.permutation_p < SIGNIFICANCE_LEVEL)
    return 'between_problems_only';
  if (!pooled) return 'no_association';
  return r * ranks.r < 0 ? 'opposite_within_positions' : 'between_positions_only';
}
