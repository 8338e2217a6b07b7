import { AnalysisError } from '../words/errors.js';
import { normalQuantile } from '../statistics/index.js';
import type { SampleSize } from './plan-levels.js';
import { smallestSample } from './plan-levels.js';

/**
 * The half width of Wilson's interval of a rate seen in `n` problems (Wilson 1927):
 * z / (n + z^2) sqrt(n p (1 - p) + z^2 / 4). The interval is not centred on the rate. `n` may be an effective number.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless rate and level are shares and n > 0.
 */
export function wilsonHalfWidth(rate: number, n: number, level = 0.95): number {
  if (!(rate >= 0 && rate <= 1 && n > 0 && level > 0 && level < 1)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `No interval for rate ${rate}, n ${n}, level ${level}; use a rate in [0, 1], n > 0 and a level between 0 and 1.`,
    );
  }
  const z = -normalQuantile((1 - level) / 2);
  return (z / (n + z * z)) * Math.sqrt(n * rate * (1 - rate) + (z * z) / 4);
}

/**
 * The problems needed for Wilson's interval of `rate` to reach no further than `halfWidth` to either side of its middle.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `wilsonHalfWidth` does, or unless halfWidth > 0.
 */
export function sampleSizeForRate(rate: number, halfWidth: number, level = 0.95): SampleSize {
  if (!(halfWidth > 0)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A half width of ${halfWidth} is never reached; use one above 0.`,
    );
  }
  return smallestSample(1, (n) => wilsonHalfWidth(rate, n, level) <= halfWidth);
}
