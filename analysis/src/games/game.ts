import { mean } from '../statistics/descriptive.js';
import { type Draws, type Interval, type IntervalOptions, bootstrapMean } from '../statistics/resampling.js';
import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import { type ThoughtNumber, thoughtsUpTo } from '../words/thought.js';

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
  return required(values[intact], 'the value of a set of thoughts');
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
 * s! (m - s)! / (m + 1)!: the chance that, in a random order, exactly a given set of s of m others comes before one
 * player. Equal to 1 / ((m + 1) C(m, s)).
 */
export function coalitionWeight(size: number, others: number): number {
  let combinations = 1;
  for (let k = 1; k <= size; k++) combinations = (combinations * (others - size + k)) / k;
  return 1 / ((others + 1) * combinations);
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

/** One entry of a measure of the pooled game, with its interval over problems. */
export type WithInterval<Entry extends { readonly value: number }> = Entry & {
  readonly interval: Interval;
  /** Problems. */
  readonly n: number;
};

/**
 * A measure of the mean game (Shapley values, interactions, dividends, curves, ...) with bootstrap intervals over
 * problems: games are drawn as wholes, one a problem. Each measure is linear in v, so the measure of each problem is
 * taken once and its mean resampled. Each interval stands for itself; they are not simultaneous. Empty for no games.
 *
 * @param measure any of this folder's measures; it must be linear in the values and give its entries in one order.
 */
export function bootstrapGames<Entry extends { readonly value: number }>(
  games: readonly Game[],
  measure: (game: Game) => readonly Entry[],
  draws: Draws,
  options?: IntervalOptions,
): WithInterval<Entry>[] {
  const perProblem = games.map(measure);
  return (perProblem[0] ?? []).map((entry, index) => {
    const values = perProblem.map((entries) => required(entries[index], 'an entry of the measure').value);
    const interval = bootstrapMean(values, draws, options);
    return { ...entry, value: mean(values), interval, n: games.length };
  });
}
