import { AnalysisError } from '../words/errors.js';
import { type OrReason, mean, quantile, sum } from './descriptive.js';
import { normalQuantile, normalUpperTail } from './distributions.js';
import type { Centring, PairedRow } from './paired-table.js';
import { centredColumns, widthOf } from './paired-table.js';

/** A stream of random numbers, the same for the same seed on every machine. */
export interface RandomStream {
  /** A whole number in [0, bound); bound at most 2^32. */
  below(bound: number): number;
}

/** The generator sfc32 (Doty-Humphrey, PractRand), seeded and warmed up; 32-bit integers throughout. */
export function randomStream(seed: number): RandomStream {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const result = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 16; i++) next();
  return { below: (bound) => Math.floor((next() / 2 ** 32) * bound) };
}

/** How a resampling runs: `resamples` times, from `seed`. */
export interface Resampling {
  readonly resamples: number;
  readonly seed: number;
}

/** Random resamples, or every one there is: exact, and only for a handful of cases. */
export type Draws = Resampling | 'every';

/** All resamples of seven cases are 823,543. */
const LARGEST_COUNT = 1_000_000;

/** Throws `BAD_ARGUMENT` where going through every one of `count` arrangements would take too long. */
export function assertCountable(count: number, what: string): void {
  if (count > LARGEST_COUNT) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `There are about ${count.toExponential(0)} ${what}, too many to go through; ask for a number of random ones.`,
    );
  }
}

/**
 * Draws `count` cases with replacement again and again. `visit` gets how often each case came; the list is used anew
 * for the next draw.
 */
function forEachResample(count: number, draws: Draws, visit: (weights: Float64Array) => void): void {
  const weights = new Float64Array(count);
  if (draws === 'every') {
    assertCountable(count ** count, 'resamples');
    everyResample(weights, count, visit);
    return;
  }
  const random = randomStream(draws.seed);
  for (let resample = 0; resample < draws.resamples; resample++) {
    weights.fill(0);
    for (let draw = 0; draw < count; draw++) {
      const row = random.below(count);
      weights[row] = (weights[row] as number) + 1;
    }
    visit(weights);
  }
}

function everyResample(weights: Float64Array, left: number, visit: (weights: Float64Array) => void): void {
  if (left === 0) {
    visit(weights);
    return;
  }
  for (let row = 0; row < weights.length; row++) {
    weights[row] = (weights[row] as number) + 1;
    everyResample(weights, left - 1, visit);
    weights[row] = (weights[row] as number) - 1;
  }
}

/** An interval, or why there is none. */
export type Interval = OrReason<{ readonly interval: readonly [number, number] }>;

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
type WeightedStatistic = (weights: Float64Array) => number | null;

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

/** The bootstrap interval of a mean over clusters, of which each has one value. */
export function bootstrapMean(values: readonly number[], draws: Draws, options?: IntervalOptions): Interval {
  const weighted = (weights: Float64Array): number => {
    let [total, count] = [0, 0];
    for (let cluster = 0; cluster < values.length; cluster++) {
      const weight = weights[cluster] as number;
      total += weight * (values[cluster] as number);
      count += weight;
    }
    return total / count;
  };
  return bootstrapInterval(values.length, weighted, draws, 'a mean always has a value', options);
}

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
  const correlate = weightedCorrelation(table, centring);
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
  centring: Centring,
): (weights: Float64Array) => number | null {
  // Centred first, so that the sums of squares below cancel nothing.
  const { x, y } = centredColumns(table, centring);
  const width = widthOf(table);
  // A row that is drawn twice keeps its own mean, so only the means of positions are taken again.
  const groups = centring === 'all' ? 1 : width;
  return (weights) => {
    let sxx = 0;
    let syy = 0;
    let sxy = 0;
    for (let group = 0; group < groups; group++) {
      let [n, sx, sy, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
      // Plain loops: this is where an analysis spends its time. x, y: [rows, width]; weights: [rows].
      for (let row = 0; row < weights.length; row++) {
        const weight = weights[row] as number;
        if (weight === 0) continue;
        for (let cell = row * width + group; cell < (row + 1) * width; cell += groups) {
          const a = x[cell] as number;
          const b = y[cell] as number;
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
