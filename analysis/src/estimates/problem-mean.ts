import { bootstrapInterval } from '../statistics/bootstrap-interval.js';
import type { Resampling } from '../statistics/index.js';
import { mean } from '../statistics/index.js';
import type { ProblemMean } from './fields.js';

/** The mean of one value a problem, problems resampled for its 95 % interval. */
export function problemMean(values: readonly number[], resampling: Resampling): ProblemMean {
  const weighted = (weights: Float64Array): number => {
    let [total, count] = [0, 0];
    for (let problem = 0; problem < values.length; problem++) {
      const weight = weights[problem] ?? 0;
      total += weight * (values[problem] ?? 0);
      count += weight;
    }
    return total / count;
  };
  const { interval, reason } = bootstrapInterval(values.length, weighted, resampling, 'a mean has a value');
  return {
    mean: values.length === 0 ? null : mean(values),
    n: values.length,
    interval_95: interval === null ? null : [...interval],
    interval_reason: reason,
  };
}
