import { sum } from '../statistics/mean.js';
import type { ThoughtNumber } from '../words/thought.js';
import { thoughtsUpTo } from '../words/thought.js';
import { coalitionWeight } from './coalition-weight.js';
import type { Game } from './game.js';
import { bitsOf, coalitions, sizeOf, coalitionValue, withThought } from './game.js';

/** How two thoughts act together, in the unit of the game. */
export interface PairInteraction {
  readonly thoughts: readonly [ThoughtNumber, ThoughtNumber];
  /** Above 0: worth more together than apart (both needed). Below 0: each stands in for the other. */
  readonly value: number;
}

/**
 * The pairwise Shapley interaction index (Owen 1972; Grabisch and Roubens 1999),
 * I_ij = sum over S without i, j of s! (n - s - 2)! / (n - 1)! (v(S + i + j) - v(S + i) - v(S + j) + v(S)).
 * 0 for thoughts whose contributions just add up; empty for a single player. The indices do not sum to v(all) - v(none).
 */
export function shapleyInteractions(game: Game): PairInteraction[] {
  const thoughts = thoughtsUpTo(game.players);
  const sets = coalitions(game.players);
  return thoughts.flatMap((first) =>
    thoughts
      .filter((second) => second > first)
      .map((second) => {
        const pair = bitsOf([first, second]);
        const terms = sets
          .filter((set) => (set & pair) === 0)
          .map((set) => {
            const [one, other] = [withThought(set, first), withThought(set, second)];
            const both = coalitionValue(game, withThought(one, second));
            const excess =
              both - coalitionValue(game, one) - coalitionValue(game, other) + coalitionValue(game, set);
            return coalitionWeight(sizeOf(set), game.players - 2) * excess;
          });
        return { thoughts: [first, second] as const, value: sum(terms) };
      }),
  );
}
