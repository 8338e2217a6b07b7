import { z } from 'zod';

import type { Interval } from '../statistics/resampling.js';
import type { PermutationP } from '../statistics/permutation.js';

/** Two ends, the lower first. */
export const intervalSchema = z.tuple([z.number(), z.number()]);

/** Why a value is null; null where it is not. */
export const reasonSchema = z.string().nullable();

/** A correlation over pairs of (problem, thought); null with a reason where it has no value. */
export const correlationSchema = z.object({
  r: z.number().nullable(),
  /** Two-sided p of t, as if all pairs were independent. */
  p: z.number().nullable(),
  /** Pairs. */
  n: z.number().int(),
  reason: reasonSchema,
});

/** 95 % percentile interval, problems resampled; null with a reason. */
export const bootstrapFields = { interval_95: intervalSchema.nullable(), interval_reason: reasonSchema };

/** Two-sided permutation p; null with a reason. */
export const permutationFields = { permutation_p: z.number().nullable(), permutation_reason: reasonSchema };

/** A share of right answers. */
export const accuracySchema = z.object({
  correct: z.number().int(),
  n: z.number().int(),
  accuracy: z.number().nullable(),
  wilson_95: intervalSchema.nullable(),
  reason: reasonSchema,
});

/** A share of cases with Wilson's interval; null with a reason where there are none. */
export const shareSchema = z.object({
  count: z.number().int(),
  n: z.number().int(),
  rate: z.number().nullable(),
  wilson_95: intervalSchema.nullable(),
  reason: reasonSchema,
});

/** A mean over problems with the interval of resampled problems. */
export const problemMeanSchema = z.object({
  mean: z.number().nullable(),
  n: z.number().int(),
  ...bootstrapFields,
});

/** A share of cases. */
export type Share = z.infer<typeof shareSchema>;
/** A mean over problems. */
export type ProblemMean = z.infer<typeof problemMeanSchema>;

/** A bootstrap interval under the summary's names. */
export function intervalFields({ interval, reason }: Interval): {
  interval_95: [number, number] | null;
  interval_reason: string | null;
} {
  return { interval_95: interval === null ? null : [interval[0], interval[1]], interval_reason: reason };
}

/** A permutation p under the summary's names. */
export function permutationFieldsOf({ p, reason }: PermutationP): {
  permutation_p: number | null;
  permutation_reason: string | null;
} {
  return { permutation_p: p, permutation_reason: reason };
}
