import type { ThoughtNumber } from '../words/thought.js';

/** What one thought is worth, in the unit of the game. */
export interface ThoughtValue {
  readonly thought: ThoughtNumber;
  readonly value: number;
}
