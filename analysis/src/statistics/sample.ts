import { centred } from './centred.js';
import { dot, mean } from './mean.js';

/** Mean and spread of a sample; what a small sample cannot tell is null, with a reason. */
export interface SampleDescription {
  readonly n: number;
  readonly mean: number | null;
  /** Standard deviation with divisor n - 1. */
  readonly sd: number | null;
  /** Standard error of the mean, sd / sqrt(n). */
  readonly sem: number | null;
  readonly reason: string | null;
}

/** Mean, sample standard deviation and standard error of the mean. */
export function describeSample(values: readonly number[]): SampleDescription {
  const n = values.length;
  if (n === 0) return { n, mean: null, sd: null, sem: null, reason: 'no values' };
  if (n === 1) return { n, mean: mean(values), sd: null, sem: null, reason: 'one value has no spread' };
  const residuals = centred(values);
  const sd = Math.sqrt(dot(residuals, residuals) / (n - 1));
  return { n, mean: mean(values), sd, sem: sd / Math.sqrt(n), reason: null };
}
