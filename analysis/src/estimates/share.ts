import { wilson95 } from '../statistics/rates.js';
import type { Share } from './fields.js';

/** The share of the cases that are true, with Wilson's 95 % interval. */
export function shareOf(cases: readonly boolean[]): Share {
  const { successes, n, rate, interval, reason } = wilson95(cases.filter(Boolean).length, cases.length);
  return { count: successes, n, rate, wilson_95: interval === null ? null : [...interval], reason };
}
