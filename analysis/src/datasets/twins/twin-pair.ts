import { entryAt, required } from '../../words/required.js';
import type { Problem } from '../problem.js';
import {
  type Operand,
  type Step,
  type ValueRange,
  type WorkedProblem,
  calculate,
  equationText,
  holds,
} from '../worked-problem.js';
import { withNumber } from './question-numbers.js';
import type { QuestionNumber } from './question-numbers.js';

/** A problem, its twin, and what is known of both: the truth that patched thoughts are scored against. */
export interface TwinPair {
  readonly problem: Problem;
  /** The same question with one number changed, and what follows from it. */
  readonly twin: Problem;
  readonly changed_number: {
    /** Which of the question's numbers in digits, counted from 1. */
    readonly number: number;
    /** Which of the question's words (parted by white space), counted from 1; the same one in both. */
    readonly word: number;
    readonly from: number;
    readonly to: number;
  };
  /** The first step whose result changed, counted from 1; all steps before it have equal results. */
  readonly first_changed_step: number;
  /** Every step whose result changed, in order; at least one. */
  readonly changed_steps: readonly number[];
  readonly problem_steps: readonly Step[];
  readonly twin_steps: readonly Step[];
  /**
   * Per step: the problem's answer if this step had the twin's result and all else followed from the problem's own
   * numbers, as a patched thought should make it. Null when that leads out of the range of values.
   */
  readonly patched_answers: (number | null)[];
}

/** What is set to another value before the steps are calculated anew, by number and step counted from 1. */
interface Changes {
  /** New values of the question's numbers. */
  readonly numbers?: ReadonlyMap<number, number>;
  /** Results that are given instead of calculated: the truth of a patched thought. */
  readonly results?: ReadonlyMap<number, number>;
}

/** The same steps with other values. Results may be fractions, negative, or not finite: the caller judges. */
export function recalculate(steps: readonly Step[], { numbers, results }: Changes): Step[] {
  const made: number[] = [];
  const renew = (operand: Operand): Operand => {
    if (operand.kind === 'number') {
      return { ...operand, value: numbers?.get(operand.number) ?? operand.value };
    }
    if (operand.kind === 'step')
      return { ...operand, value: entryAt(made, operand.step - 1, 'An earlier step') };
    return operand;
  };
  return steps.map((step, index) => {
    const [left, right] = [renew(step.left), renew(step.right)];
    const result = results?.get(index + 1) ?? calculate(left.value, step.operator, right.value);
    made.push(result);
    return { left, operator: step.operator, right, result };
  });
}

/** Whether all that the steps calculate with, and all results, are in the range. */
export function holdsAll(values: ValueRange, steps: readonly Step[]): boolean {
  return steps.every(({ left, right, result }) =>
    [left.value, right.value, result].every((value) => holds(values, value)),
  );
}

/** The result of the last step. */
function answerOf(steps: readonly Step[]): number {
  return required(steps.at(-1), 'The last step').result;
}

/**
 * Per step, the answer when it has the twin's result and all else follows from the problem's own numbers, all of which
 * are in the range.
 */
export function patchedAnswers(
  steps: readonly Step[],
  twinSteps: readonly Step[],
  values: ValueRange,
): (number | null)[] {
  return twinSteps.map(({ result }, index) => {
    if (result === steps[index]?.result) return answerOf(steps);
    const patched = recalculate(steps, { results: new Map([[index + 1, result]]) });
    return holdsAll(values, patched) ? answerOf(patched) : null;
  });
}

/** The pair that the change of one number makes; null when a value leaves the range or the answer stays. */
export function twinPair(
  { problem, steps }: Pick<WorkedProblem, 'problem' | 'steps'>,
  changed: QuestionNumber,
  to: number,
  values: ValueRange,
): TwinPair | null {
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
