import { z } from 'zod';

import { DIFFICULTIES } from '../../words/difficulty.js';
import { valueRangeSchema } from '../value-range.js';
import { twinPairSchema } from './twin-pair.js';

/** Why a problem gave no pair. */
export const PAIR_REFUSALS = [
  'no steps',
  'a step has not two operands',
  'a step is calculated wrongly',
  'the last step is not the answer',
  'an operand from nowhere',
  'too many readings',
  'a value is out of range',
  'no change keeps the values in range',
  'the readings of the steps disagree',
  'no change enters at the wanted step',
  'every twin is a question that occurs elsewhere',
] as const;

/** Why a problem gave no pair. */
export type PairRefusal = (typeof PAIR_REFUSALS)[number];

/** A file of twins, such as `twins_100.json`: pairs of problems that differ in one number, for activation patching. */
export const twinsSchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('twins'),
  /** `gsm-mini`, or the name of the source file. */
  source: z.string().min(1),
  seed: z.number().int(),
  /** What numbers, operands and results may be. */
  values: valueRangeSchema,
  /** Pairs of each level. */
  per_level: z.record(z.enum(DIFFICULTIES), z.number().int().min(0)),
  /** SHA-256 of the source file's bytes, in hexadecimal; null when the problems were generated. */
  source_sha256: z.string().nullable(),
  /** Lines of the source (counted from 1) that could not be used, before anything was drawn. */
  refused_lines: z.array(z.object({ line: z.number().int().min(1), reason: z.string() })),
  /** Problems that were drawn and gave no pair, in the order in which they were drawn. */
  refused_problems: z.array(z.object({ gsm8k_id: z.string().min(1), reason: z.enum(PAIR_REFUSALS) })),
  pairs: z.array(twinPairSchema).min(1),
});

/** Pairs of problems that differ in one number, and where they come from. */
export type Twins = z.infer<typeof twinsSchema>;
