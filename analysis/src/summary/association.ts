import type { PairedRow, Resampling } from '../statistics/index.js';
import {
  bootstrapCorrelation,
  columnsOf,
  pearson,
  permuteAmongRows,
  permuteWithinPositions,
  permuteWithinRows,
  spearman,
  splitCovariance,
  withinGroupCorrelation,
} from '../statistics/index.js';
import type { AnalysedProblem, QueryRow } from './match-problems.js';
import type { Association, LayerAssociation } from './schema.js';

/** What has to stand beside every p of t over (problem, thought) pairs. */
export const NAIVE_P_NOTE =
  'naive: takes the thoughts of one problem as independent; read it only beside within_position';

/** How x (attention) goes with y (importance) over the thoughts of problems. */
export function associate(table: readonly PairedRow[], resampling: Resampling): Association {
  const { x, y, rows, positions } = columnsOf(table);
  const { strongestGroup, ...shares } = splitCovariance(x, y, positions);
  const kept = positions.flatMap((position, index) => (position === strongestGroup ? [] : [index]));
  const without = (values: readonly number[]): number[] => kept.map((index) => values[index] ?? 0);
  return {
    ...pearson(x, y),
    ...bootstrapFields(table, 'all', resampling),
    spearman: spearman(x, y),
    within_position: {
      ...withinGroupCorrelation(x, y, positions),
      ...bootstrapFields(table, 'position', resampling),
      ...permutationFields(permuteAmongRows(table, resampling)),
      slot_permutation_p: permuteWithinPositions(table, resampling).p,
    },
    within_problem: {
      ...withinGroupCorrelation(x, y, rows),
      ...permutationFields(permuteWithinRows(table, resampling)),
    },
    covariance_split: shares,
    without_strongest_position:
      strongestGroup === null
        ? { thought: null, r: null, p: null, n: 0, reason: 'no thought contributes to the covariance' }
        : { thought: strongestGroup, ...pearson(without(x), without(y)) },
  };
}

function bootstrapFields(table: readonly PairedRow[], centring: 'all' | 'position', resampling: Resampling) {
  const { interval, reason } = bootstrapCorrelation(table, centring, resampling);
  return {
    interval_95: interval === null ? null : ([...interval] as [number, number]),
    interval_reason: reason,
  };
}

function permutationFields({ p, reason }: ReturnType<typeof permuteAmongRows>) {
  return { permutation_p: p, permutation_reason: reason };
}

/** Attention of a query row at one layer against flips, and against drops; problems without the row are left out. */
export function associateLayer(
  problems: readonly AnalysedProblem[],
  query: QueryRow,
  layer: number,
  resampling: Resampling,
): LayerAssociation {
  const tableOf = (measure: 'flips' | 'drops'): PairedRow[] =>
    problems.flatMap((problem) => {
      const x = problem.attention(query, layer);
      return x === null ? [] : [{ x, y: problem[measure] }];
    });
  return {
    ...associate(tableOf('flips'), resampling),
    p_note: NAIVE_P_NOTE,
    gold_log_prob_drop: associate(tableOf('drops'), resampling),
  };
}
