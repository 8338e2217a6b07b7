import type { ValueRange } from '../value-range.js';
import type { WorkedProblem } from '../worked-problem.js';
import { pickTwin } from './pick-twin.js';
import type { TwinPair } from './twin-pair.js';
import { twinsOf } from './twins-of.js';
import type { TwinRefusal } from './twins-of.js';

/** What twin is wanted. */
export interface TwinOptions {
  /** What numbers, operands and results may be; the embedded model's 0..60 by default. */
  readonly values?: ValueRange;
  /** The step at which the twin begins to differ, counted from 1; drawn by default. */
  readonly firstChangedStep?: number;
}

/** One twin of a problem, the same for the same seed; or the reason why there is none. */
export function twinOf(
  worked: WorkedProblem,
  seed: number,
  { values, firstChangedStep }: TwinOptions = {},
): TwinPair | TwinRefusal {
  const twins = twinsOf(worked, values);
  if (typeof twins === 'string') return twins;
  return pickTwin(twins, seed, firstChangedStep) ?? 'no change enters at the wanted step';
}
