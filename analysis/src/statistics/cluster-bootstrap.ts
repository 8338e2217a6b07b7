import type { Centring, PairedRow } from './paired-table.js';
import { centredColumns } from './paired-table.js';
import { randomStream } from './random.js';

/** How a resampling runs: `resamples` times, from `seed`. */
export interface Resampling {
  readonly resamples: number;
  readonly seed: number;
}

/** A 95 % interval, or why there is none. */
export type Interval =
  | { readonly interval: readonly [number, number]; readonly reason: null }
  | { readonly interval: null; readonly reason: string };

/** With fewer cases than this, resampling them says little. */
const SMALLEST_SAMPLE = 5;
/** Share of resamples that may have no correlation (all constant) before the interval means nothing. */
const LARGEST_UNDEFINED_SHARE = 0.05;

/** The quantile of ascending values by linear interpolation (type 7 of Hyndman and Fan 1996). */
function quantile(ascending: readonly number[], share: number): number {
  const place = share * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? 0;
  const above = ascending[Math.ceil(place)] ?? below;
  return below + (place - Math.floor(place)) * (above - below);
}

/**
 * The percentile 95 % interval of a correlation when whole rows (problems) are drawn anew, so that the
 * positions of one row stay together: they are not independent.
 *
 * @param centring `all` for the pooled correlation, `position` for the within-position one.
 */
export function bootstrapCorrelation(
  table: readonly PairedRow[],
  centring: 'all' | 'position',
  { resamples, seed }: Resampling,
): Interval {
  if (table.length < SMALLEST_SAMPLE) {
    return { interval: null, reason: `fewer than ${SMALLEST_SAMPLE} problems (n = ${table.length})` };
  }
  const width = table[0]?.x.length ?? 0;
  const correlate = weightedCorrelation(table, width, centring);
  const random = randomStream(seed);
  const weights = new Float64Array(table.length);
  const found: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    for (let draw = 0; draw < table.length; draw++) {
      const row = random.below(table.length);
      weights[row] = (weights[row] ?? 0) + 1;
    }
    const r = correlate(weights);
    if (r !== null) found.push(r);
  }
  if (found.length < (1 - LARGEST_UNDEFINED_SHARE) * resamples || found.length === 0) {
    return { interval: null, reason: 'x or y is constant in too many resamples' };
  }
  found.sort((a, b) => a - b);
  return { interval: [quantile(found, 0.025), quantile(found, 0.975)], reason: null };
}

/** A function from weights of rows to the correlation; null where x or y is constant. */
function weightedCorrelation(
  table: readonly PairedRow[],
  width: number,
  centring: Centring,
): (weights: Float64Array) => number | null {
  // Centred first, so that the sums of squares below cancel nothing.
  const { x, y } = centredColumns(table, centring);
  const groups = centring === 'position' ? width : 1;
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
