import { calculate } from '../step.js';
import type { Operand, Step } from '../step.js';

/** What is set to another value before the steps are calculated anew, by number and step counted from 1. */
export interface Changes {
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
    return operand.kind === 'step' ? { ...operand, value: made[operand.step - 1] ?? operand.value } : operand;
  };
  return steps.map((step, index) => {
    const [left, right] = [renew(step.left), renew(step.right)];
    const result = results?.get(index + 1) ?? calculate(left.value, step.operator, right.value);
    made.push(result);
    return { left, operator: step.operator, right, result };
  });
}

/** The result of the last step. */
export function answerOf(steps: readonly Step[]): number {
  return steps.at(-1)?.result ?? Number.NaN;
}
