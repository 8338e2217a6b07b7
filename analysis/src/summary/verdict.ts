import { SIGNIFICANCE_LEVEL } from '../estimates/significance.js';
import { correlationText, pText } from '../words/notation.js';
import type { Association, FlipFields } from './association-schema.js';
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

/** "pooled r = 0.19 (naive p = 0.022)". */
export function pooledText({ r, p }: Pick<Association, 'r' | 'p'>): string {
  return r === null || p === null
    ? 'pooled r undefined'
    : `pooled r = ${correlationText(r)} (naive ${pText(p)})`;
}

/** "conditional r = -0.06 (of ranks, permutation p = 0.16, 95 % interval .., conditional logistic p = 0.2)". */
export function conditionalText(association: JudgedAssociation): string {
  const { conditional_ranks: conditional, conditional_logistic_ranks: logistic } = association;
  if (conditional.r === null || conditionalP(association) === null) {
    return `conditional r undefined (${conditional.reason ?? conditional.permutation_reason ?? ''})`;
  }
  const parts = [
    ...(conditional.permutation_p === null ? [] : [`permutation ${pText(conditional.permutation_p)}`]),
    ...(conditional.interval_95 === null
      ? []
      : [`95 % interval ${conditional.interval_95.map(correlationText).join(' to ')}`]),
    ...(logistic?.p == null ? [] : [`conditional logistic ${pText(logistic.p)}`]),
  ];
  return `conditional r = ${correlationText(conditional.r)} (${['ranks', ...parts].join(', ')})`;
}

function withinText({ within_position: within }: Association): string {
  return within.r === null || within.permutation_p === null
    ? ''
    : `within-position r = ${correlationText(within.r)}, permutation ${pText(within.permutation_p)}`;
}

const CAUTION = 'This is an association; whether the attention causes it takes a knockout of the edge.';

/** The verdict in words; `place` names the measures and the layer. */
export function verdictSentence(association: JudgedAssociation, place: string): string {
  const pooled = pooledText(association);
  const conditional = conditionalText(association);
  const claim = `evidence that a thought which gets ${(association.r ?? 0) < 0 ? 'less' : 'more'} attention matters more`;
  const weak =
    (association.p ?? 1) >= SIGNIFICANCE_LEVEL ? ' is not told from zero, and what there is of it' : '';
  switch (verdictOf(association)) {
    case 'undefined':
      return association.r === null
        ? `${place}: the pooled r is undefined (${association.reason ?? ''}), so there is nothing to relate.`
        : `${place}: the ${pooled} is not ${claim}, because whether it is more than a difference between positions and problems cannot be checked: ${conditional}.`;
    case 'opposite_within_positions':
      return relationInside(association) === true
        ? `${place}: the ${pooled} is a difference between positions, not ${claim}: inside problems and positions the sign is the opposite, ${conditional}. ${CAUTION}`
        : `${place}: the ${pooled} is a difference between positions, not ${claim}: inside problems and positions the sign is the opposite and not told from zero, ${conditional}.`;
    case 'between_positions_only':
      return `${place}: the ${pooled} is a difference between positions, not ${claim}: inside problems and positions no association is found, ${conditional}.`;
    case 'between_problems_only':
      return (
        `${place}: the ${pooled}${weak} is not ${claim}: within positions there is a relation (${withinText(association)}), ` +
        `but it is one between problems, as when hard problems draw attention and flip: inside problems and positions no association is found, ${conditional}.`
      );
    case 'within_positions_too':
      return `${place}: the ${pooled} is not only a difference between positions or problems: it holds inside them, ${conditional}. ${CAUTION}`;
    case 'within_positions_only':
      return `${place}: the ${pooled} hides an association inside problems and positions, ${conditional}. ${CAUTION}`;
    case 'no_association':
      return `${place}: no association is found, neither pooled, ${pooled}, nor inside problems and positions, ${conditional}.`;
  }
}
