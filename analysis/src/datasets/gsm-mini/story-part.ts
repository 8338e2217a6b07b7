import type { RandomSource } from './random-source.js';
import type { Story } from './story.js';

/** One building block of a story: an opener sets the quantity, a modifier changes it, a closer asks for it. */
export interface StoryPart {
  /** What happens, such as "gain". */
  readonly name: string;
  /** Arithmetic steps that it adds. */
  readonly steps: number;
  /** How often it is chosen, relative to the others. */
  readonly weight: number;
  /** Tells it. False when its numbers cannot be found, and then the story is given up. */
  readonly tell: (story: Story) => boolean;
}

/** The parts that a kind of story is made of. */
export interface StoryParts {
  readonly openers: readonly StoryPart[];
  readonly modifiers: readonly StoryPart[];
  readonly closers: readonly StoryPart[];
}

/** One of the parts with at most `steps` steps, drawn by weight; null (and still one draw) when there is none. */
export function choosePart(
  random: RandomSource,
  parts: readonly StoryPart[],
  steps: number,
): StoryPart | null {
  const fitting = parts.filter((part) => part.steps <= steps);
  const total = fitting.reduce((sum, part) => sum + part.weight, 0);
  let left = random.fraction() * total;
  for (const part of fitting) {
    left -= part.weight;
    if (left < 0) return part;
  }
  // Rounding can leave a rest of exactly 0.
  return fitting.at(-1) ?? null;
}
