import { isDeepStrictEqual } from 'node:util';

import type { Step } from '../step.js';
import type { WorkedProblem } from '../worked-problem.js';
import { questionNumbers } from './question-numbers.js';
import { recalculate } from './recalculate.js';
import { patchedAnswers, twinPair } from './twin-pair.js';
import type { TwinPair } from './twin-pair.js';
import { CODI_MINI_VALUES, holds, holdsAll } from '../value-range.js';
import type { ValueRange } from '../value-range.js';

/** Why a problem with known steps has no twin. */
export type TwinRefusal =
  | 'a value is out of range'
  | 'no change keeps the values in range'
  | 'the readings of the steps disagree'
  | 'no change enters at the wanted step';

/** 1 asks for the singular, and 0 is no amount: neither is changed, nor changed to. */
const LEAST_AMOUNT = 2;

/** Whether another reading of the steps makes the same results and the same patched answers. */
function confirms(pair: TwinPair, steps: readonly Step[], values: ValueRange): boolean {
  const { number, to } = pair.changed_number;
  const twinSteps = recalculate(steps, { numbers: new Map([[number, to]]) });
  return (
    twinSteps.every(({ result }, index) => result === pair.twin_steps[index]?.result) &&
    isDeepStrictEqual(patchedAnswers(steps, twinSteps, values), pair.patched_answers)
  );
}

/** Every twin of a problem: by changed number, then by what it is changed to. */
export function twinsOf(
  worked: WorkedProblem,
  values: ValueRange = CODI_MINI_VALUES,
): TwinPair[] | TwinRefusal {
  const { problem, otherReadings, numberRanges, resultRanges } = worked;
  if (!holdsAll(values, worked.steps)) return 'a value is out of range';
  const twins: TwinPair[] = [];
  let disagree = false;
  for (const changed of questionNumbers(problem.question)) {
    if (!changed.plain || changed.value < LEAST_AMOUNT || !holds(values, changed.value)) continue;
    const range = numberRanges[changed.number - 1] ?? values;
    const highest = Math.min(range.highest, values.highest);
    for (let to = Math.max(LEAST_AMOUNT, range.lowest, values.lowest); to <= highest; to++) {
      if (to === changed.value) continue;
      const pair = twinPair(worked, changed, to, values);
      if (!pair?.twin_steps.every((step, index) => holds(resultRanges[index] ?? values, step.result)))
        continue;
      if (otherReadings.every((steps) => confirms(pair, steps, values))) twins.push(pair);
      else disagree = true;
    }
  }
  if (twins.length > 0) return twins;
  return disagree ? 'the readings of the steps disagree' : 'no change keeps the values in range';
}
