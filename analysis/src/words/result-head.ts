import { z } from 'zod';

import { DIFFICULTIES } from './thought.js';
import { precisionFields } from './precision.js';
import { PROTOCOLS } from './protocol.js';

/** What every result file begins with. */
export const resultHeader = {
  schema_version: z.literal(1),
  /** SHA-256 of the model, of the dataset. */
  model_fingerprint: z.string(),
  dataset_sha256: z.string(),
  protocol: z.enum(PROTOCOLS),
  ...precisionFields,
  /** Thoughts of the model. */
  thoughts: z.number().int().min(1),
};

/** What every problem's result begins with. */
export const problemHeader = {
  problem_id: z.string(),
  difficulty: z.enum(DIFFICULTIES),
  expected_answer: z.number(),
  baseline_correct: z.boolean(),
};

/** Decoder layers that were read, counted from 0, and what they are called, such as early, middle, late. */
export const namedLayersSchema = z.array(z.object({ layer: z.number().int().min(0), name: z.string() }));

/** Problems that the server refused, with its reason. */
export const refusedSchema = z.array(z.object({ problem_id: z.string(), reason: z.string() }));

/** What every result file begins with, but for its kind. */
export type ResultHead = z.infer<z.ZodObject<typeof resultHeader>>;
