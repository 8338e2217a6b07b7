import type { ThoughtNumber } from '../words/thought.js';
import { thoughtsUpTo } from '../words/thought.js';
import type { Game } from './game.js';
import { bitsOf, coalitionValue } from './game.js';
import type { ThoughtValue } from './thought-value.js';

const without = (all: readonly ThoughtNumber[], thought: ThoughtNumber): ThoughtNumber[] =>
  all.filter((each) => each !== thought);

/** v(all) - v(all but the thought): what is lost when it alone is ablated. The usual importance. */
export function singleRemovals(game: Game): ThoughtValue[] {
  const all = thoughtsUpTo(game.players);
  const whole = coalitionValue(game, bitsOf(all));
  return all.map((thought) => ({
    thought,
    value: whole - coalitionValue(game, bitsOf(without(all, thought))),
  }));
}

/** v(the thought alone) - v(none): what it restores when it alone is left intact. */
export function leaveOneIn(game: Game): ThoughtValue[] {
  const nothing = coalitionValue(game, bitsOf([]));
  return thoughtsUpTo(game.players).map((thought) => ({
    thought,
    value: coalitionValue(game, bitsOf([thought])) - nothing,
  }));
}

/** A point of a curve: how many thoughts are intact, and v. */
export interface CurvePoint {
  readonly intact: number;
  readonly value: number;
}

/** v with the first k thoughts intact and all later ones ablated, k = 0..n. */
export function prefixCurve(game: Game): CurvePoint[] {
  const all = thoughtsUpTo(game.players);
  return [...all, null].map((_, intact) => ({
    intact,
    value: coalitionValue(game, bitsOf(all.slice(0, intact))),
  }));
}

/** v with the last k thoughts intact and all earlier ones ablated, k = 0..n. */
export function suffixCurve(game: Game): CurvePoint[] {
  const all = thoughtsUpTo(game.players);
  return [...all, null].map((_, intact) => ({
    intact,
    value: coalitionValue(game, bitsOf(all.slice(game.players - intact))),
  }));
}
