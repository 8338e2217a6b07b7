import { sum } from '../statistics/mean.js';
import { thoughtsUpTo } from '../words/thought.js';
import { coalitionWeight } from './coalition-weight.js';
import type { Game } from './game.js';
import { bitsOf, coalitions, sizeOf, coalitionValue, withThought } from './game.js';
import type { ThoughtValue } from './thought-value.js';

/**
 * The Shapley value of each thought (Shapley 1953): what it adds to the thoughts that are already intact, averaged
 * over all orders in which thoughts may be restored,
 * phi_i = sum over S without i of s! (n - s - 1)! / n! (v(S + i) - v(S)).
 * They sum to v(all) - v(none); alike thoughts get alike values, one that adds nothing gets 0.
 */
export function shapleyValues(game: Game): ThoughtValue[] {
  const { players } = game;
  const sets = coalitions(players);
  return thoughtsUpTo(players).map((thought) => {
    const own = bitsOf([thought]);
    const terms = sets
      .filter((set) => (set & own) === 0)
      .map((set) => {
        const gain = coalitionValue(game, withThought(set, thought)) - coalitionValue(game, set);
        return coalitionWeight(sizeOf(set), players - 1) * gain;
      });
    return { thought, value: sum(terms) };
  });
}
