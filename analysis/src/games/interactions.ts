import { sum } from '../statistics/descriptive.js';
import { required } from '../words/required.js';
import type { ThoughtNumber } from '../words/thought.js';
import { thoughtsUpTo } from '../words/thought.js';
import type { Game } from './game.js';
import {
  bitsOf,
  coalitions,
  coalitionValue,
  coalitionWeight,
  sizeOf,
  thoughtsOf,
  withThought,
} from './game.js';

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

/** What a set of thoughts brings beyond all its subsets, in the unit of the game. */
export interface Dividend {
  /** The set; empty for v(none). */
  readonly thoughts: readonly ThoughtNumber[];
  readonly value: number;
}

/**
 * The Moebius coefficients of a game (Rota 1964), Harsanyi's dividends (1963):
 * m(S) = sum over T in S of (-1)^(|S| - |T|) v(T), for all 2^n sets, in the order of their bits. v(S) is the sum of the
 * coefficients of all subsets of S, so a coefficient that is not 0 is something that only this very set does.
 */
export function moebiusCoefficients({ players, values }: Game): Dividend[] {
  // Takes from each set its subsets, one thought at a time.
  const coefficients = Float64Array.from(values);
  for (let bit = 1; bit < 2 ** players; bit *= 2) {
    for (let set = 0; set < coefficients.length; set++) {
      if ((set & bit) !== 0)
        coefficients[set] = (coefficients[set] as number) - (coefficients[set - bit] as number);
    }
  }
  return coalitions(players).map((bits) => ({
    thoughts: thoughtsOf(bits, players),
    value: required(coefficients[bits], 'a coefficient'),
  }));
}
