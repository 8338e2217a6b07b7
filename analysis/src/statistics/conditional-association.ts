import { bootstrapCorrelation } from './bootstrap-correlation.js';
import type { Interval, IntervalOptions } from './bootstrap-interval.js';
import { correlateCentred } from './correlate-centred.js';
import type { Correlation } from './correlation.js';
import { dot } from './mean.js';
import type { PairedRow } from './paired-table.js';
import { centredColumns } from './paired-table.js';
import type { PermutationP } from './permutation.js';
import { permuteAmongRows } from './permutation.js';
import type { Draws } from './resamples.js';

/** How x goes with y once the means of rows (problems) and of positions (thoughts) are taken off both. */
export interface ConditionalAssociation {
  /**
   * The standardised effect: r of the two residuals, which is also the slope in standard deviations. Its p by t on
   * (rows - 1)(positions - 1) - 1 degrees of freedom takes the residuals as independent.
   */
  readonly correlation: Correlation;
  /** The slope of y on x, in units of y per unit of x; null where r is. */
  readonly slope: number | null;
  /** Of r, rows resampled. */
  readonly interval: Interval;
  /** Rows dealt out anew as wholes. */
  readonly permutation: PermutationP;
}

/**
 * The within-problem, position-adjusted association: the coefficient of x in y ~ x + row + position (the two-way
 * fixed-effects estimator; Frisch, Waugh and Lovell: residualise both, then regress). Neither hard problems nor
 * positions that always matter can make it. Null where a residual is constant, or with fewer than two degrees of
 * freedom left.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for rows of different width or values that are not finite.
 */
export function conditionalAssociation(
  table: readonly PairedRow[],
  draws: Draws,
  options?: IntervalOptions,
): ConditionalAssociation {
  const columns = centredColumns(table, 'both');
  const [x, y] = [Array.from(columns.x), Array.from(columns.y)];
  const width = table[0]?.x.length ?? 0;
  const degrees = (table.length - 1) * (width - 1) - 1;
  const correlation = correlateCentred(x, y, degrees, 'within rows and positions');
  return {
    correlation,
    slope: correlation.r === null ? null : dot(x, y) / dot(x, x),
    interval: bootstrapCorrelation(table, 'both', draws, options),
    permutation: permuteAmongRows(table, draws, 'both'),
  };
}
