import { mean } from '../statistics/descriptive.js';
import type { Resampling } from '../statistics/resampling.js';
import { bootstrapMean } from '../statistics/resampling.js';
import type { ProblemMean } from './fields.js';

/** The mean of one value a problem, problems resampled for its 95 % interval. */
export function problemMean(values: readonly number[], resampling: Resampling): ProblemMean {
  const { interval, reason } = bootstrapMean(values, resampling);
  return {
    mean: values.length === 0 ? null : mean(values),
    n: values.length,
    interval_95: interval === null ? null : [...interval],
    interval_reason: reason,
  };
}
