import type { ThoughtNumber } from '../words/thought.js';
import type { Game } from './game.js';
import { bitsOf, coalitions, createGame, thoughtsOf } from './game.js';

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
  const coefficients = overSubsets(players, values, -1);
  return coalitions(players).map((bits) => ({
    thoughts: thoughtsOf(bits, players),
    value: coefficients[bits] ?? 0,
  }));
}

/**
 * The game with given Moebius coefficients: v(S) is their sum over the subsets of S. Sets that are not given have 0.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `createGame` does.
 */
export function gameOfDividends(players: number, dividends: readonly Dividend[]): Game {
  const given = new Map<number, number>();
  for (const { thoughts, value } of dividends) {
    const bits = bitsOf(thoughts);
    given.set(bits, (given.get(bits) ?? 0) + value);
  }
  const { values } = createGame(players, (intact) => given.get(bitsOf(intact)) ?? 0);
  return { players, values: overSubsets(players, values, 1) };
}

/** Adds to each set (sign 1) or takes from it (sign -1) its subsets, one thought at a time. */
function overSubsets(players: number, values: Float64Array, sign: 1 | -1): Float64Array {
  const result = Float64Array.from(values);
  for (let bit = 1; bit < 2 ** players; bit *= 2) {
    for (let set = 0; set < result.length; set++) {
      if ((set & bit) !== 0) result[set] = (result[set] ?? 0) + sign * (result[set - bit] ?? 0);
    }
  }
  return result;
}
