/** The number of a continuous thought, counted from 1. A slot or an array index is never one. */
export type ThoughtNumber = number & { readonly __brand: 'ThoughtNumber' };

/** A decoder layer, counted from 0: "output of layer L" is the residual stream after block L. */
export type LayerIndex = number & { readonly __brand: 'LayerIndex' };

/** The thoughts 1..count, in order. */
export function thoughtsUpTo(count: number): ThoughtNumber[] {
  return Array.from({ length: count }, (_, index) => (index + 1) as ThoughtNumber);
}

/** Difficulty levels, easiest first; problems of one or two steps are `2-step`, as in the origin's files. */
export const DIFFICULTIES = ['2-step', '3-step', '4-step', '5+step'] as const;

/** How many reasoning steps a problem takes, as a level. */
export type Difficulty = (typeof DIFFICULTIES)[number];

/** The level of a problem with `steps` reasoning steps (at least 1). */
export function difficultyOf(steps: number): Difficulty {
  if (steps <= 2) return '2-step';
  return steps >= 5 ? '5+step' : (`${steps}-step` as Difficulty);
}
