import { normalQuantile, normalUpperTail } from './normal.js';
import type { Draws } from './resamples.js';
import { forEachResample } from './resamples.js';
import { mean, sum } from './mean.js';
import { quantile } from './quantile.js';

/** An interval, or why there is none. */
export type Interval =
  | { readonly interval: readonly [number, number]; readonly reason: null }
  | { readonly interval: null; readonly reason: string };

/** How the ends are taken from the resamples. */
export interface IntervalOptions {
  /**
   * `percentile` (default): quantiles of the resamples. `bca`: bias-corrected and accelerated (Efron 1987), for a
   * statistic that is skewed or biased; it leaves out each cluster once more.
   */
  readonly method?: 'percentile' | 'bca';
  /** Coverage, between 0 and 1; default 0.95. */
  readonly level?: number;
}

/** A statistic of clusters that come `weights` times each; null where it has no value. */
export type WeightedStatistic = (weights: Float64Array) => number | null;

/** With fewer clusters than this, resampling them says little. */
const SMALLEST_SAMPLE = 5;
/** Share of resamples in which the statistic may have no value before the interval means nothing. */
const LARGEST_UNDEFINED_SHARE = 0.05;

function none(reason: string): Interval {
  return { interval: null, reason };
}

/**
 * The bootstrap interval of any statistic of `count` clusters, drawn with replacement as wholes (Davison and Hinkley
 * 1997, 5.2.1 and 5.3.2).
 *
 * @param undefinedReason the reason to give where the statistic has no value too often.
 */
export function bootstrapInterval(
  count: number,
  statistic: WeightedStatistic,
  draws: Draws,
  undefinedReason: string,
  { method = 'percentile', level = 0.95 }: IntervalOptions = {},
): Interval {
  if (count < SMALLEST_SAMPLE) return none(`fewer than ${SMALLEST_SAMPLE} problems (n = ${count})`);
  const found: number[] = [];
  let resamples = 0;
  forEachResample(count, draws, (weights) => {
    resamples += 1;
    const value = statistic(weights);
    if (value !== null) found.push(value);
  });
  if (found.length < (1 - LARGEST_UNDEFINED_SHARE) * resamples || found.length === 0) {
    return none(undefinedReason);
  }
  found.sort((a, b) => a - b);
  const shares = [(1 - level) / 2, (1 + level) / 2] as const;
  if (method === 'percentile') {
    return { interval: [quantile(found, shares[0]), quantile(found, shares[1])], reason: null };
  }
  return acceleratedInterval(count, statistic, found, shares);
}

function acceleratedInterval(
  count: number,
  statistic: WeightedStatistic,
  ascending: readonly number[],
  shares: readonly [number, number],
): Interval {
  const observed = statistic(new Float64Array(count).fill(1));
  if (observed === null) return none('the statistic has no value on all problems');
  const below = ascending.filter((value) => value < observed).length;
  const upTo = ascending.filter((value) => value <= observed).length;
  if (below === 0 && upTo === ascending.length) return { interval: [observed, observed], reason: null };
  // Ties count one half: a statistic with few values would look biased otherwise.
  const share = (below + upTo) / (2 * ascending.length);
  if (share === 0 || share === 1) return none('every resample lies on one side of the estimate');
  const left = withoutEach(count, statistic);
  if (left === null) return none('the statistic has no value without one of the problems');
  const bias = normalQuantile(share);
  const centre = mean(left);
  const cubes = sum(left.map((value) => (centre - value) ** 3));
  const squares = sum(left.map((value) => (centre - value) ** 2));
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
  const ends = shares.map((wanted) => {
    const moved = bias + normalQuantile(wanted);
    const stretch = 1 - acceleration * moved;
    return stretch > 0 ? quantile(ascending, 1 - normalUpperTail(bias + moved / stretch)) : null;
  });
  const [low, high] = ends;
  if (low == null || high == null) return none('the acceleration is too large for an interval');
  return { interval: [low, high], reason: null };
}

/** The statistic without each cluster in turn; null where one of them has no value. */
function withoutEach(count: number, statistic: WeightedStatistic): number[] | null {
  const values: number[] = [];
  const weights = new Float64Array(count).fill(1);
  for (let cluster = 0; cluster < count; cluster++) {
    weights[cluster] = 0;
    const value = statistic(weights);
    weights[cluster] = 1;
    if (value === null) return null;
    values.push(value);
  }
  return values;
}
