import { z } from 'zod';

import { difficultyOf } from '../../words/thought.js';
import { AnalysisError } from '../../words/errors.js';
import { entryAt } from '../../words/required.js';
import { problemSchema } from '../problem.js';
import type { Problem } from '../problem.js';

/** Where a record stands. */
export interface RecordPlace {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/** The error of one record: file, line, field, what is wrong, and the remedy. */
export function recordError(place: RecordPlace, field: string, fact: string, remedy: string): AnalysisError {
  return new AnalysisError(
    'BAD_DATASET',
    `${place.path}, line ${place.line}, field "${field}": ${fact}; ${remedy}.`,
  );
}

/** The record as the schema wants it; the first thing that is wrong becomes an error with its place. */
function checkRecord<T>(place: RecordPlace, schema: z.ZodType<T>, value: unknown, form: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = entryAt(checked.error.issues, 0, 'What is wrong');
  const field = issue.path.length === 0 ? '(the whole line)' : issue.path.join('.');
  throw recordError(place, field, issue.message, `correct it: the file reads as ${form}`);
}

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

/** A line of GSM8K (Cobbe et al. 2021, arXiv 2110.14168). */
const gsm8kSchema = z.looseObject({
  question: z.string().min(1),
  /** The solution with its equations in `<<...>>`, then `#### N`. */
  answer: z.string(),
});

/** A line that cannot be used, by GSM8K's own doing: some solutions have no equation. */
export interface RefusedLine {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: 'no <<...>> step' | 'no number after ####';
}

/** The number after `####`, commas stripped; null when there is none. */
function goldAnswer(solution: string): number | null {
  const number = /####\s*(-?\d[\d,]*(?:\.\d+)?)\s*$/.exec(solution)?.[1];
  return number === undefined ? null : Number(number.replaceAll(',', ''));
}

/**
 * One problem of a GSM8K file; a step is one `<<...>>`. `id` numbers lines from 0, as the origin's do:
 * `gsm8k_<file stem>_<line>` is the origin's `<split>_<line>`.
 *
 * @throws AnalysisError `BAD_DATASET` when it is not of this form at all.
 */
export function readGsm8k(place: RecordPlace, value: unknown, stem: string): Problem | RefusedLine {
  const { question, answer: solution } = checkRecord(place, gsm8kSchema, value, 'GSM8K (question, answer)');
  const steps = [...solution.matchAll(/<<[^<>]*>>/g)].map(([step]) => step.slice(2, -2));
  const answer = goldAnswer(solution);
  if (answer === null) return { line: place.line, reason: 'no number after ####' };
  if (steps.length === 0) return { line: place.line, reason: 'no <<...>> step' };
  return {
    gsm8k_id: `gsm8k_${stem}_${place.line - 1}`,
    question,
    answer,
    reasoning_steps: steps.length,
    difficulty: difficultyOf(steps.length),
    steps,
  };
}
