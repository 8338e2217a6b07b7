import { createHash } from 'node:crypto';

import { entryAt } from '../../words/required.js';
import {
  CODI_MINI_VALUES,
  type Step,
  type ValueRange,
  type WorkedProblem,
  holds,
} from '../worked-problem.js';
import { questionNumbers } from './question-numbers.js';
import { holdsAll, patchedAnswers, recalculate, twinPair } from './twin-pair.js';
import type { TwinPair } from './twin-pair.js';

/** Why a problem with known steps does not have a twin. */
type TwinRefusal =
  'a value is out of range' | 'no change keeps the values in range' | 'the readings of the steps disagree';

/** 1 asks for the singular, and 0 is no amount: neither is changed, nor changed to. */
const LEAST_AMOUNT = 2;

/** Whether another reading of the steps makes the same results and the same patched answers. */
function confirms(pair: TwinPair, steps: readonly Step[], values: ValueRange): boolean {
  const { number, to } = pair.changed_number;
  const twinSteps = recalculate(steps, { numbers: new Map([[number, to]]) });
  return (
    twinSteps.every(({ result }, index) => result === pair.twin_steps[index]?.result) &&
    patchedAnswers(steps, twinSteps, values).every((answer, index) => answer === pair.patched_answers[index])
  );
}

/** Every twin of a problem, at least one: by changed number, then by what it is changed to. */
export function twinsOf(
  worked: WorkedProblem,
  values: ValueRange = CODI_MINI_VALUES,
): TwinPair[] | TwinRefusal {
  const { problem, otherReadings, numberRanges, resultRanges } = worked;
  if (!holdsAll(values, worked.steps)) return 'a value is out of range';
  const resultsFit = ({ twin_steps }: TwinPair): boolean =>
    twin_steps.every(({ result }, index) =>
      holds(entryAt(resultRanges, index, 'The range of a result'), result),
    );
  const twins: TwinPair[] = [];
  let disagree = false;
  for (const changed of questionNumbers(problem.question)) {
    if (!changed.plain || changed.value < LEAST_AMOUNT || !holds(values, changed.value)) continue;
    const range = entryAt(numberRanges, changed.number - 1, 'The range of a number');
    const highest = Math.min(range.highest, values.highest);
    for (let to = Math.max(LEAST_AMOUNT, range.lowest, values.lowest); to <= highest; to++) {
      if (to === changed.value) continue;
      const pair = twinPair(worked, changed, to, values);
      if (!pair || !resultsFit(pair)) continue;
      if (otherReadings.every((steps) => confirms(pair, steps, values))) twins.push(pair);
      else disagree = true;
    }
  }
  if (twins.length > 0) return twins;
  return disagree ? 'the readings of the steps disagree' : 'no change keeps the values in range';
}

/** The different values, in the order in which they first occur. */
function different(values: readonly number[]): number[] {
  return [...new Set(values)];
}

/**
 * One twin of a problem, or the reason why there is none: first the step at which it begins to differ is drawn, then
 * the changed number, then what it is changed to, each with equal chances. `values` is what numbers, operands and
 * results may be; the embedded model's 0..60 by default.
 *
 * The draws are the first three 32-bit words of the SHA-256 of "codiscope-twin 1\n<seed>\n<problem id>" (UTF-8), so
 * a problem's twin depends neither on the platform nor on the other problems.
 */
export function twinOf(
  worked: WorkedProblem,
  seed: number,
  { values }: { readonly values?: ValueRange } = {},
): TwinPair | TwinRefusal {
  const twins = twinsOf(worked, values);
  if (typeof twins === 'string') return twins;
  const text = `codiscope-twin 1\n${seed}\n${worked.problem.gsm8k_id}`;
  const digest = createHash('sha256').update(text).digest();
  const draw = <T>(items: readonly T[], word: number): T =>
    entryAt(items, digest.readUInt32BE(4 * word) % items.length, 'A twin');

  const steps = different(twins.map((pair) => pair.first_changed_step)).sort((a, b) => a - b);
  const step = draw(steps, 0);
  const atStep = twins.filter((pair) => pair.first_changed_step === step);
  const number = draw(different(atStep.map((pair) => pair.changed_number.number)), 1);
  return draw(
    atStep.filter((pair) => pair.changed_number.number === number),
    2,
  );
}
