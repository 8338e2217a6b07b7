import type { Problem } from '../../datasets/problem.js';
import { readSteps } from '../../datasets/twins/read-steps.js';
import { twinOf } from '../../datasets/twins/twin-of.js';
import type { TwinPair } from '../../datasets/twins/twin-pair.js';
import type { ValueRange } from '../../datasets/value-range.js';

/** Which twin each problem gets. */
export interface TwinChoice {
  readonly seed: number;
  /** What numbers, operands and results may be. */
  readonly values: ValueRange;
}

/** Problems with their twins, and those that have none. */
export interface TwinnedProblems {
  readonly pairs: readonly TwinPair[];
  readonly without: readonly { readonly problem_id: string; readonly reason: string }[];
}

/** One twin of each problem whose steps tell where every number goes. */
export function twinsOfProblems(problems: readonly Problem[], { seed, values }: TwinChoice): TwinnedProblems {
  const found = problems.map((problem) => {
    const worked = readSteps(problem);
    return { problem, twin: typeof worked === 'string' ? worked : twinOf(worked, seed, { values }) };
  });
  return {
    pairs: found.flatMap(({ twin }) => (typeof twin === 'string' ? [] : [twin])),
    without: found.flatMap(({ problem, twin }) =>
      typeof twin === 'string' ? [{ problem_id: problem.gsm8k_id, reason: twin }] : [],
    ),
  };
}
