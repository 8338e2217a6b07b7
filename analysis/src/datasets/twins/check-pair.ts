import { isDeepStrictEqual } from 'node:util';

import type { Operand } from '../step.js';
import type { ValueRange } from '../value-range.js';
import { questionNumbers } from './question-numbers.js';
import { answerOf, recalculate } from './recalculate.js';
import { twinPair } from './twin-pair.js';
import type { TwinPair } from './twin-pair.js';

/** What is wrong with a pair that was read from a file; null when all of it follows from problem and change. */
export function pairFault(pair: TwinPair, values: ValueRange): string | null {
  const { problem, problem_steps: steps, changed_number: change } = pair;
  const numbers = questionNumbers(problem.question);
  const stands = (operand: Operand): boolean =>
    operand.kind !== 'number' || numbers[operand.number - 1]?.value === operand.value;
  if (!steps.every(({ left, right }) => stands(left) && stands(right))) {
    return 'a step calculates with a number that does not stand there in the question';
  }
  if (!isDeepStrictEqual(recalculate(steps, {}), steps)) return 'a step of the problem is calculated wrongly';
  if (answerOf(steps) !== problem.answer) return "the problem's last step is not its answer";
  const changed = numbers[change.number - 1];
  const expected = changed && twinPair({ problem, steps }, changed, change.to, values);
  if (isDeepStrictEqual(expected, pair)) return null;
  return 'the twin and its steps do not follow from the changed number';
}
