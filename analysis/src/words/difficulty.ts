/** Difficulty levels, easiest first; problems of one or two steps are `2-step`, as in the origin's files. */
export const DIFFICULTIES = ['2-step', '3-step', '4-step', '5+step'] as const;

/** How many reasoning steps a problem takes, as a level. */
export type Difficulty = (typeof DIFFICULTIES)[number];

/** The level of a problem with `steps` reasoning steps (at least 1). */
export function difficultyOf(steps: number): Difficulty {
  if (steps <= 2) return '2-step';
  return steps >= 5 ? '5+step' : (`${steps}-step` as Difficulty);
}
