import { problemSchema } from '../problem.js';
import { difficultyOf } from '../../words/difficulty.js';
import type { Problem } from '../problem.js';
import { checkRecord, recordError } from './record-error.js';
import type { RecordPlace } from './record-error.js';

/** Refuses a level that does not follow from the number of steps. */
export function checkDifficulty(place: RecordPlace, problem: Problem): void {
  const expected = difficultyOf(problem.reasoning_steps);
  if (problem.difficulty === expected) return;
  throw recordError(
    place,
    'difficulty',
    `"${problem.difficulty}" contradicts reasoning_steps ${problem.reasoning_steps}, which is ${expected}`,
    'correct one of the two',
  );
}

/**
 * One problem of the origin's `stratified_1000.json`, or of a plain array of our own; its other keys are left out.
 *
 * @throws AnalysisError `BAD_DATASET` naming line and field.
 */
export function readOrigin(place: RecordPlace, value: unknown): Problem {
  const problem = checkRecord(
    place,
    problemSchema,
    value,
    "the origin's form (gsm8k_id, question, answer, ..)",
  );
  checkDifficulty(place, problem);
  return problem;
}
