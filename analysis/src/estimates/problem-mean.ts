import { mean } from '../statistics/descriptive.js';
import { bootstrapMean, type Resampling } from '../statistics/resampling.js';
import { fixed } from '../words/notation.js';
import type { ProblemMean } from './fields.js';

/** The mean of one value a problem, problems resampled for its 95 % interval; without resampling none is made. */
export function problemMean(values: readonly number[], resampling: Resampling | null): ProblemMean {
  const average = values.length === 0 ? null : mean(values);
  if (resampling === null) {
    return { mean: average, n: values.length, interval_95: null, interval_reason: 'not asked for' };
  }
  const { interval, reason } = bootstrapMean(values, resampling);
  return {
    mean: average,
    n: values.length,
    interval_95: interval === null ? null : [...interval],
    interval_reason: reason,
  };
}

/** A mean in a table, with so many decimals; a dash where there is none. */
export function meanCell({ mean: value }: Pick<ProblemMean, 'mean'>, decimals: number): string {
  return value === null ? '–' : fixed(value, decimals);
}

/** An interval in a table: "0.31 to 0.66", each end times `scale`; a dash where there is none. */
export function intervalText(
  interval: readonly [number, number] | null,
  decimals: number,
  scale = 1,
): string {
  return interval === null ? '–' : interval.map((end) => fixed(scale * end, decimals)).join(' to ');
}
