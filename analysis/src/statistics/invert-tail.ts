import { AnalysisError } from '../words/errors.js';

/** Halvings of a bracket [0, 2^k]: enough for neighbouring doubles. */
const LARGEST_STEP_COUNT = 2000;

/**
 * The x >= 0 at which a falling tail function comes down to p; 0 where it begins below p. By bisection, to the last
 * digits: a quantile is asked for once a test, so speed is worth less than certainty.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless 0 < p < 1.
 */
export function invertTail(tail: (x: number) => number, p: number): number {
  if (!(p > 0 && p < 1)) {
    throw new AnalysisError('BAD_ARGUMENT', `A quantile at ${p} is not finite; use a share between 0 and 1.`);
  }
  if (tail(0) <= p) return 0;
  let low = 0;
  let high = 1;
  while (tail(high) > p) {
    low = high;
    high *= 2;
  }
  for (let step = 0; step < LARGEST_STEP_COUNT; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (tail(middle) > p) low = middle;
    else high = middle;
  }
  return high;
}
