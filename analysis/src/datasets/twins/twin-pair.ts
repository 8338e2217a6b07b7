import { z } from 'zod';

import { problemSchema } from '../problem.js';
import { equationText, stepSchema } from '../step.js';
import type { Step } from '../step.js';
import type { WorkedProblem } from '../worked-problem.js';
import { withNumber } from './question-numbers.js';
import type { QuestionNumber } from './question-numbers.js';
import { answerOf, recalculate } from './recalculate.js';
import { holds, holdsAll } from '../value-range.js';
import type { ValueRange } from '../value-range.js';

const place = z.number().int().min(1);

/** A problem, its twin, and what is known of both: the truth that patched thoughts are scored against. */
export const twinPairSchema = z.object({
  problem: problemSchema,
  /** The same question with one number changed, and what follows from it. */
  twin: problemSchema,
  changed_number: z.object({
    /** Which of the question's numbers in digits, counted from 1. */
    number: place,
    /** Which of the question's words (parted by white space), counted from 1; the same one in both. */
    word: place,
    from: z.number().int(),
    to: z.number().int(),
  }),
  /** The first step whose result changed, counted from 1; all steps before it have equal results. */
  first_changed_step: place,
  /** Every step whose result changed, in order. */
  changed_steps: z.array(place).min(1),
  problem_steps: z.array(stepSchema).min(1),
  twin_steps: z.array(stepSchema).min(1),
  /**
   * Per step: the problem's answer if this step had the twin's result and all else followed from the problem's own
   * numbers, as a patched thought should make it. Null when that leads out of the range of values.
   */
  patched_answers: z.array(z.number().nullable()).min(1),
});

/** A problem, its twin, and what is known of both. */
export type TwinPair = z.infer<typeof twinPairSchema>;

/** Per step, the answer when it has the twin's result and all else follows from the problem's own numbers. */
export function patchedAnswers(
  steps: readonly Step[],
  twinSteps: readonly Step[],
  values: ValueRange,
): (number | null)[] {
  return twinSteps.map(({ result }, index) => {
    const patched = recalculate(steps, { results: new Map([[index + 1, result]]) });
    return holdsAll(values, patched) ? answerOf(patched) : null;
  });
}

/** The pair that the change of one number makes; null when a value leaves the range or the answer stays. */
export function twinPair(
  worked: Pick<WorkedProblem, 'problem' | 'steps'>,
  changed: QuestionNumber,
  to: number,
  values: ValueRange,
): TwinPair | null {
  const { problem, steps } = worked;
  const twinSteps = recalculate(steps, { numbers: new Map([[changed.number, to]]) });
  if (!holds(values, to) || !holdsAll(values, twinSteps)) return null;
  const changedSteps = twinSteps.flatMap(({ result }, index) =>
    result === steps[index]?.result ? [] : [index + 1],
  );
  const answer = answerOf(twinSteps);
  const [first] = changedSteps;
  if (first === undefined || answer === problem.answer) return null;
  return {
    problem,
    twin: {
      ...problem,
      gsm8k_id: `${problem.gsm8k_id}-twin-${changed.number}-${to}`,
      question: withNumber(problem.question, changed, to),
      answer,
      steps: twinSteps.map(equationText),
    },
    changed_number: { number: changed.number, word: changed.word, from: changed.value, to },
    first_changed_step: first,
    changed_steps: changedSteps,
    problem_steps: [...steps],
    twin_steps: twinSteps,
    patched_answers: patchedAnswers(steps, twinSteps, values),
  };
}
