import type { Auc } from '../statistics/auc.js';
import type { ConditionalLogistic } from '../statistics/regression.js';
import type { Interval, Resampling } from '../statistics/resampling.js';
import type { PairedRow } from '../statistics/paired-table.js';
import { auc, bootstrapAuc } from '../statistics/auc.js';
import { conditionalLogistic } from '../statistics/regression.js';
import { rankWithinPositions } from '../statistics/paired-table.js';
import type { FlipFields, LayerAssociation } from './association-schema.js';
import type { AssociationOptions } from './association.js';
import { intervalFields } from '../estimates/fields.js';
import { associate } from './association.js';
import type { AnalysedProblem, QueryRow } from './match-problems.js';

/** What has to stand beside every p of t over (problem, thought) pairs. */
export const NAIVE_P_NOTE =
  'naive: takes the thoughts of one problem as independent; read it only beside conditional and within_position';

/** Attention of a query row at one layer against flips, and against drops; problems without the row are left out. */
export function associateLayer(
  problems: readonly AnalysedProblem[],
  query: QueryRow,
  layer: number,
  options: Omit<AssociationOptions, 'outcome'>,
): LayerAssociation {
  const tableOf = (measure: 'flips' | 'drops'): PairedRow[] =>
    problems.flatMap((problem) => {
      const x = problem.attention(query, layer);
      return x === null ? [] : [{ x, y: problem[measure] }];
    });
  const flips = tableOf('flips');
  return {
    ...associate(flips, { ...options, outcome: 'binary' }),
    ...flipFields(flips, options.resampling),
    p_note: NAIVE_P_NOTE,
    gold_log_prob_drop: associate(tableOf('drops'), { ...options, outcome: 'measure' }),
  };
}

/** AUC and conditional logistic regression of a table whose y is 0 or 1. */
export function flipFields(table: readonly PairedRow[], resampling: Resampling): FlipFields {
  const area = auc(
    table.flatMap(({ x }) => x),
    table.flatMap(({ y }) => y),
  );
  return {
    auc: aucFields(area, bootstrapAuc(table, resampling)),
    conditional_logistic: logisticFields(conditionalLogistic(table)),
    conditional_logistic_ranks: logisticFields(conditionalLogistic(rankWithinPositions(table, 'x'))),
  };
}

function aucFields({ auc: area, p, positives, negatives, reason }: Auc, interval: Interval) {
  return { auc: area, p, positives, negatives, ...intervalFields(interval), reason };
}

function logisticFields(fit: ConditionalLogistic): FlipFields['conditional_logistic'] {
  const { coefficient, standardError, z, p, interval, deviation, informative, leftOut, reason } = fit;
  return {
    coefficient,
    standard_error: standardError,
    z,
    p,
    interval_95: interval === null ? null : [...interval],
    deviation,
    odds_ratio: coefficient === null ? null : Math.exp(coefficient * deviation),
    informative,
    left_out: [...leftOut],
    reason,
  };
}
