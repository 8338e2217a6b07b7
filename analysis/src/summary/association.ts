import { designEffect, effectiveRows } from '../statistics/clustering.js';
import type { Correlation } from '../statistics/correlation.js';
import type { PairedRow } from '../statistics/paired-table.js';
import type { Resampling } from '../statistics/resampling.js';
import { bootstrapCorrelation } from '../statistics/resampling.js';
import { centredWithin, mean } from '../statistics/descriptive.js';
import { columnsOf, rankWithinPositions } from '../statistics/paired-table.js';
import {
  conditionalAssociation,
  leaveOnePositionOut,
  splitCovariance,
  withinGroupCorrelation,
} from '../statistics/association.js';
import { equivalentCorrelation } from '../statistics/equivalence.js';
import { intraclassCorrelation } from '../statistics/clustering.js';
import { leastSquares } from '../statistics/regression.js';
import { pearson, spearman } from '../statistics/correlation.js';
import { permuteAmongRows, permuteWithinPositions, permuteWithinRows } from '../statistics/permutation.js';
import { intervalFields, permutationFieldsOf } from '../estimates/fields.js';
import { entryAt } from '../words/required.js';
import type { Association } from './association-schema.js';

/** How an association is computed. */
export interface AssociationOptions {
  readonly resampling: Resampling;
  /** The smallest |r| that would matter. */
  readonly smallestR: number;
  /** Whether y is a measure, which may be ranked, or 0 and 1. */
  readonly outcome: 'measure' | 'binary';
}

/** How x (attention) goes with y (importance) over the thoughts of problems. */
export function associate(table: readonly PairedRow[], options: AssociationOptions): Association {
  const { resampling } = options;
  const { x, y, rows, positions } = columnsOf(table);
  const { strongestGroup, ...shares } = splitCovariance(x, y, positions);
  const leftOut = leaveOnePositionOut(table);
  const strongest = leftOut.find(({ position }) => position === strongestGroup);
  const conditional = conditionalAssociation(table, resampling);
  const ranked = rankWithinPositions(table, options.outcome === 'measure' ? 'both' : 'x');
  const ranks = conditionalAssociation(ranked, resampling);
  return {
    ...pearson(x, y),
    ...intervalFields(bootstrapCorrelation(table, 'all', resampling)),
    line: leastSquares(x, y),
    between_positions: betweenPositions(table),
    spearman: spearman(x, y),
    within_position: {
      ...withinGroupCorrelation(x, y, positions),
      ...intervalFields(bootstrapCorrelation(table, 'position', resampling)),
      ...permutationFieldsOf(permuteAmongRows(table, resampling)),
      slot_permutation_p: permuteWithinPositions(table, resampling).p,
      slope: leastSquares(centredWithin(x, positions), centredWithin(y, positions))?.slope ?? null,
    },
    within_problem: {
      ...withinGroupCorrelation(x, y, rows),
      ...permutationFieldsOf(permuteWithinRows(table, resampling)),
    },
    conditional: {
      ...conditional.correlation,
      slope: conditional.slope,
      ...intervalFields(conditional.interval),
      ...permutationFieldsOf(conditional.permutation),
    },
    conditional_ranks: {
      ...ranks.correlation,
      ...intervalFields(ranks.interval),
      ...permutationFieldsOf(ranks.permutation),
      slope: ranks.slope,
    },
    equivalence: equivalenceOf(ranked, ranks.correlation, options),
    clustering: clusteringOf(table),
    covariance_split: shares,
    without_strongest_position:
      strongest === undefined
        ? { thought: null, r: null, p: null, n: 0, reason: 'no thought contributes to the covariance' }
        : { thought: strongest.position, ...strongest.pooled },
    leave_one_thought_out: leftOut.map(({ position, pooled, withinPosition, withinRow }) => ({
      thought: position,
      pooled,
      within_position: withinPosition,
      within_problem: withinRow,
    })),
  };
}

/** The thoughts' means, and what they have of a correlation. */
function betweenPositions(table: readonly PairedRow[]): Association['between_positions'] {
  const width = table[0]?.x.length ?? 0;
  const column = (values: (row: PairedRow) => readonly number[], place: number): number =>
    mean(table.map((row) => entryAt(values(row), place, 'the value of a thought')));
  const means = Array.from({ length: width }, (_, place) => ({
    thought: place + 1,
    attention: column(({ x }) => x, place),
    importance: column(({ y }) => y, place),
  }));
  const [attention, importance] = [means.map((each) => each.attention), means.map((each) => each.importance)];
  const { r, reason } = pearson(attention, importance);
  return { means, r, reason, line: leastSquares(attention, importance) };
}

/** The residuals of n problems and k thoughts have (n - 1)(k - 1) - 1 degrees of freedom for r, two fewer than pairs. */
function equivalenceOf(
  table: readonly PairedRow[],
  { r, reason }: Correlation,
  { resampling, smallestR }: AssociationOptions,
): Association['equivalence'] {
  const width = table[0]?.x.length ?? 0;
  const pairs = Math.max(0, (table.length - 1) * (width - 1) + 1);
  const open = (why: string | null): Association['equivalence'] => ({
    smallest_r: smallestR,
    pairs,
    p: null,
    interval_90: null,
    shown_smaller: null,
    reason: why,
  });
  if (r === null) return open(reason);
  const test = equivalentCorrelation(r, pairs, { low: -smallestR, high: smallestR });
  if (test.p === null) return open(test.reason);
  const { interval, reason: noInterval } = bootstrapCorrelation(table, 'both', resampling, { level: 0.9 });
  if (interval === null) return open(noInterval);
  const inside = interval[0] > -smallestR && interval[1] < smallestR;
  return {
    ...open(null),
    p: test.p,
    interval_90: [...interval],
    shown_smaller: test.p < 0.05 && inside,
  };
}

/** How alike the thoughts of one problem are once their positions' means are off. */
function clusteringOf(table: readonly PairedRow[]): Association['clustering'] {
  const { x, y, positions } = columnsOf(table);
  const width = table[0]?.x.length ?? 0;
  const iccOf = (values: readonly number[]): ReturnType<typeof intraclassCorrelation> => {
    const residuals = centredWithin(values, positions);
    return intraclassCorrelation(table.map((_, row) => residuals.slice(row * width, (row + 1) * width)));
  };
  const [attention, importance] = [iccOf(x), iccOf(y)];
  const none = { attention_icc: attention.value, importance_icc: importance.value };
  if (attention.value === null || importance.value === null) {
    const reason = attention.reason ?? importance.reason;
    return { ...none, design_effect: null, effective_pairs: null, reason };
  }
  // Opposite signs would promise more than the pairs there are.
  const product = Math.max(0, attention.value * importance.value);
  const { rows, reason } = effectiveRows(x.length, width, product);
  return { ...none, design_effect: designEffect(width, product), effective_pairs: rows, reason };
}
