import type { Interval, IntervalOptions } from './bootstrap-interval.js';
import { bootstrapInterval } from './bootstrap-interval.js';
import type { Centring, PairedRow } from './paired-table.js';
import { centredColumns } from './paired-table.js';
import type { Draws } from './resamples.js';

/**
 * The interval (default: percentile, 95 %) of a correlation when whole rows (problems) are drawn anew, so that the
 * positions of one row stay together: they are not independent.
 *
 * @param centring `all` for the pooled correlation, `position` for the within-position one, `both` for the one within
 *   rows and positions.
 */
export function bootstrapCorrelation(
  table: readonly PairedRow[],
  centring: Exclude<Centring, 'row'>,
  draws: Draws,
  options?: IntervalOptions,
): Interval {
  const width = table[0]?.x.length ?? 0;
  const correlate = weightedCorrelation(table, width, centring);
  return bootstrapInterval(
    table.length,
    correlate,
    draws,
    'x or y is constant in too many resamples',
    options,
  );
}

/** A function from weights of rows to the correlation; null where x or y is constant. */
function weightedCorrelation(
  table: readonly PairedRow[],
  width: number,
  centring: Centring,
): (weights: Float64Array) => number | null {
  // Centred first, so that the sums of squares below cancel nothing.
  const { x, y } = centredColumns(table, centring);
  // A row that is drawn twice keeps its own mean, so only the means of positions are taken again.
  const groups = centring === 'all' ? 1 : width;
  return (weights) => {
    let sxx = 0;
    let syy = 0;
    let sxy = 0;
    for (let group = 0; group < groups; group++) {
      let [n, sx, sy, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
      for (let row = 0; row < table.length; row++) {
        const weight = weights[row] ?? 0;
        if (weight === 0) continue;
        for (let position = group; position < width; position += groups) {
          const a = x[row * width + position] ?? 0;
          const b = y[row * width + position] ?? 0;
          n += weight;
          sx += weight * a;
          sy += weight * b;
          xx += weight * a * a;
          yy += weight * b * b;
          xy += weight * a * b;
        }
      }
      sxx += leftover(xx, (sx * sx) / n);
      syy += leftover(yy, (sy * sy) / n);
      sxy += xy - (sx * sy) / n;
    }
    return sxx > 0 && syy > 0 ? Math.max(-1, Math.min(1, sxy / Math.sqrt(sxx * syy))) : null;
  };
}

/** A difference of two sums of squares; what rounding leaves of equal ones is 0. */
function leftover(all: number, ofMean: number): number {
  const rest = all - ofMean;
  return rest > 1e-12 * all ? rest : 0;
}
