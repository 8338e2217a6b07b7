import { z } from 'zod';

import type { CochranQ } from '../statistics/rates.js';
import { reasonSchema } from './fields.js';

/** Whether all thoughts flip answers equally often: Cochran's Q, before any pair is compared. */
export const omnibusSchema = z.object({
  q: z.number().nullable(),
  degrees: z.number().int().nullable(),
  /** From the chi-square distribution. */
  p: z.number().nullable(),
  /** Over all ways to deal the flips out inside each problem; null where they are too many. */
  exact_p: z.number().nullable(),
  exact_reason: reasonSchema,
  n: z.number().int(),
  /** Problems with some but not all thoughts flipping; the others say nothing. */
  informative: z.number().int(),
  reason: reasonSchema,
});

/** Cochran's Q under the summary's names. */
export function omnibusFields({ q, degrees, p, exact, n, informative, reason }: CochranQ): Omnibus {
  return { q, degrees, p, exact_p: exact.p, exact_reason: exact.reason, n, informative, reason };
}

/** Whether all thoughts flip answers equally often. */
export type Omnibus = z.infer<typeof omnibusSchema>;

/** The p to read: the exact one where there is one. */
export function omnibusP({ exact_p: exact, p }: Omnibus): number | null {
  return exact ?? p;
}
