import type { z } from 'zod';

import { wilson95 } from '../statistics/rates.js';
import { percent, percentInterval } from '../words/notation.js';
import type { Share, accuracySchema } from './fields.js';

/** The share of the cases that are true, with Wilson's 95 % interval. */
export function shareOf(cases: readonly boolean[]): Share {
  const { successes, n, rate, interval, reason } = wilson95(cases.filter(Boolean).length, cases.length);
  return { count: successes, n, rate, wilson_95: interval === null ? null : [...interval], reason };
}

/** "12 of 14 (85.7 %, 95 % interval 60.1 to 96 %)". */
export function shareText({ count, n, rate, wilson_95: interval }: Share): string {
  if (rate === null || interval === null) return 'no problem';
  return `${count} of ${n} (${percent(rate)}, 95 % interval ${percentInterval(interval)})`;
}

/** A share in a table: "21.2 % (18 of 85)", or that there is nothing to count. */
export function shareCell({ count, n, rate }: Share): string {
  return rate === null ? '–' : `${percent(rate)} (${count} of ${n})`;
}

/** A share of right answers. */
export type AccuracyRate = z.infer<typeof accuracySchema>;

/** The share of right answers with Wilson's 95 % interval. */
export function accuracyOf(correct: readonly boolean[]): AccuracyRate {
  const { successes, n, rate, interval, reason } = wilson95(correct.filter(Boolean).length, correct.length);
  return {
    correct: successes,
    n,
    accuracy: rate,
    wilson_95: interval === null ? null : [...interval],
    reason,
  };
}
