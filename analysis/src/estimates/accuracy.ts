import type { z } from 'zod';

import { wilson95 } from '../statistics/rates.js';
import type { accuracySchema } from './fields.js';

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
