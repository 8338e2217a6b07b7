import { AnalysisError } from '../words/errors.js';
import type { ThoughtNumber } from '../words/thought.js';
import { thoughtsUpTo } from '../words/thought.js';

/** A lattice of 2^12 rollouts is already more than a problem is worth. */
const LARGEST_PLAYER_COUNT = 12;

/**
 * A set of thoughts as bits: thought t is in the set where bit t - 1 is 1. So 0 is the empty set and
 * 2^players - 1 are all thoughts.
 */
export type ThoughtBits = number & { readonly __brand: 'ThoughtBits' };

/**
 * A cooperative game: what every set of thoughts is worth. A player is a thought; a thought is in the coalition where
 * it is left intact, and the others are ablated in the way that belongs to the game's name. v(all) - v(none) is what
 * there is to share out.
 */
export interface Game {
  /** Thoughts, numbered from 1. */
  readonly players: number;
  /** v of each set of intact thoughts, by its bits. [2^players] */
  readonly values: Float64Array;
}

/** The bits of a set of thoughts. */
export function bitsOf(thoughts: readonly ThoughtNumber[]): ThoughtBits {
  return thoughts.reduce((bits, thought) => bits | (1 << (thought - 1)), 0) as ThoughtBits;
}

/** The thoughts of a set, ascending. */
export function thoughtsOf(bits: ThoughtBits, players: number): ThoughtNumber[] {
  return thoughtsUpTo(players).filter((thought) => (bits & bitsOf([thought])) !== 0);
}

/** v of a set of intact thoughts. */
export function coalitionValue({ values }: Game, intact: ThoughtBits): number {
  return values[intact] ?? 0;
}

/** All 2^players sets. */
export function coalitions(players: number): ThoughtBits[] {
  return Array.from({ length: 2 ** players }, (_, bits) => bits as ThoughtBits);
}

/** The set with one thought more. */
export function withThought(bits: ThoughtBits, thought: ThoughtNumber): ThoughtBits {
  return (bits | bitsOf([thought])) as ThoughtBits;
}

/** The number of thoughts in a set. */
export function sizeOf(bits: ThoughtBits): number {
  let size = 0;
  for (let rest: number = bits; rest !== 0; rest &= rest - 1) size += 1;
  return size;
}

/**
 * Makes a game of the value of every set of intact thoughts. From a lattice of ablations: the value of a set is that
 * of the rollout in which all other thoughts are ablated; for none ablated, the baseline.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for fewer than 1 or more than 12 players, or a value that is not finite.
 */
export function createGame(players: number, value: (intact: readonly ThoughtNumber[]) => number): Game {
  if (!(Number.isInteger(players) && players >= 1 && players <= LARGEST_PLAYER_COUNT)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A game of ${players} thoughts cannot be played out; use 1 to ${LARGEST_PLAYER_COUNT}.`,
    );
  }
  const values = coalitions(players).map((bits) => {
    const intact = thoughtsOf(bits, players);
    const found = value(intact);
    if (Number.isFinite(found)) return found;
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `The value of the intact thoughts {${intact.join(', ')}} is ${found}; leave the problem out or measure it again.`,
    );
  });
  return { players, values: Float64Array.from(values) };
}

/**
 * The mean of games: the pooled game over problems. All measures of games here are linear, so a measure of the mean is
 * the mean of the measure.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for no games or games of different size.
 */
export function meanGame(games: readonly Game[]): Game {
  const players = games[0]?.players;
  if (players === undefined || games.some((game) => game.players !== players)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      'Games of no or different numbers of thoughts have no mean; give at least one and the same number in each.',
    );
  }
  return createGame(players, (intact) => {
    const bits = bitsOf(intact);
    return games.reduce((total, game) => total + coalitionValue(game, bits), 0) / games.length;
  });
}
