import { z } from 'zod';

import { DIFFICULTIES } from '../words/thought.js';

/** One word problem as the dataset files hold it; key names are the origin's. */
export const problemSchema = z.object({
  /** Unique in its dataset. */
  gsm8k_id: z.string().min(1),
  question: z.string().min(1),
  /** The right answer, a decimal number without commas. */
  answer: z.number(),
  reasoning_steps: z.number().int().min(1),
  difficulty: z.enum(DIFFICULTIES),
  /** The equations in order, such as "6*2=12", where the source has them. */
  steps: z.array(z.string()).optional(),
});

/** One word problem. */
export type Problem = z.infer<typeof problemSchema>;
