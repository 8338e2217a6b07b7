import { z } from 'zod';

/** Difficulty levels, easiest first; problems of one or two steps are `2-step`, as in the origin's files. */
export const DIFFICULTIES = ['2-step', '3-step', '4-step', '5+step'] as const;

/** How many reasoning steps a problem takes, as a level. */
export type Difficulty = (typeof DIFFICULTIES)[number];

/** The level of a problem with `steps` reasoning steps (at least 1). */
export function difficultyOf(steps: number): Difficulty {
  if (steps <= 2) return '2-step';
  return steps >= 5 ? '5+step' : (`${steps}-step` as Difficulty);
}

/** One word problem as the dataset files hold it; key names are the origin's. */
export const problemSchema = z.object({
  /** Unique in its dataset. */
  gsm8k_id: z.string().min(1),
  question: z.string().min(1),
  /** The right answer, a decimal number without commas. */
  answer: z.number(),
  reasoning_steps: z.number().int().min(1),
  difficulty: z.enum(DIFFICULTIES),
  /** The equations in order, such as "6*2=12", where the source has them. */
  steps: z.array(z.string()).optional(),
});

/** One word problem. */
export type Problem = z.infer<typeof problemSchema>;
