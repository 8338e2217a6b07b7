import { z } from 'zod';

import { problemSchema } from '../problem.js';
import type { Problem } from '../problem.js';
import { checkDifficulty } from './origin.js';
import { checkRecord, recordError } from './record-error.js';
import type { RecordPlace } from './record-error.js';

/** A line that the built-in generator wrote, as in `models/codi-mini/test.jsonl`. */
const gsmMiniSchema = problemSchema
  .omit({ gsm8k_id: true })
  .extend({ id: z.string().min(1), steps: z.array(z.string()) });

/**
 * One problem of a JSONL file of the built-in generator.
 *
 * @throws AnalysisError `BAD_DATASET` naming line and field.
 */
export function readGsmMini(place: RecordPlace, value: unknown): Problem {
  const record = checkRecord(place, gsmMiniSchema, value, "the built-in generator's form (id, question, ..)");
  const { id, question, answer, reasoning_steps, difficulty, steps } = record;
  const problem = { gsm8k_id: id, question, answer, reasoning_steps, difficulty, steps };
  checkDifficulty(place, problem);
  if (steps.length !== reasoning_steps) {
    throw recordError(
      place,
      'steps',
      `${steps.length} equations contradict reasoning_steps ${reasoning_steps}`,
      'correct one of the two',
    );
  }
  return problem;
}
