import { AnalysisError } from '../words/errors.js';
import { normalQuantile } from '../statistics/distributions.js';
import type { OrReason } from '../statistics/descriptive.js';

/** The error rates that a plan accepts. */
export interface PlanLevels {
  /** Two-sided chance of a false alarm; default 0.05. For m tests at once plan with alpha / m (Bonferroni). */
  readonly alpha?: number;
  /** The chance to find the effect where it exists; default 0.8. */
  readonly power?: number;
}

/** A number of problems, or why no number is enough. */
export type SampleSize = OrReason<{ readonly n: number }>;

/** The largest sample that a plan looks at. */
const LARGEST_SAMPLE = 10_000_000;

/** Alpha and power with their normal quantiles: of 1 - alpha / 2, and of the power. */
export function readLevels({ alpha = 0.05, power = 0.8 }: PlanLevels = {}): {
  alpha: number;
  power: number;
  zAlpha: number;
  zPower: number;
} {
  if (!(alpha > 0 && alpha < 1 && power > alpha && power < 1)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `alpha ${alpha} and power ${power} cannot be planned for; use 0 < alpha < power < 1.`,
    );
  }
  return { alpha, power, zAlpha: -normalQuantile(alpha / 2), zPower: normalQuantile(power) };
}

/** The smallest n from `smallest` on that is enough, where more never is less; null if even the largest is not. */
export function smallestSample(smallest: number, isEnough: (n: number) => boolean): SampleSize {
  let high = smallest;
  while (!isEnough(high)) {
    if (high >= LARGEST_SAMPLE) return { n: null, reason: `more than ${LARGEST_SAMPLE} problems` };
    high = Math.min(2 * high, LARGEST_SAMPLE);
  }
  let low = high === smallest ? smallest : Math.max(smallest, Math.floor(high / 2));
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return { n: high, reason: null };
}
