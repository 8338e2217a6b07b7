import type { Game, WithInterval } from '../../games/index.js';
import {
  bitsOf,
  bootstrapGames,
  coalitionValue,
  leaveOneIn,
  moebiusCoefficients,
  orderedShapleyValues,
  prefixCurve,
  shapleyInteractions,
  shapleyValues,
  singleRemovals,
  suffixCurve,
} from '../../games/index.js';
import type { Resampling } from '../../statistics/index.js';
import { thoughtsUpTo } from '../../words/thought.js';
import type { GameSummary } from './lattice-schema.js';

/** Value and interval of an entry, under the summary's names. */
export function entryFields({ value, interval: { interval, reason } }: WithInterval<{ value: number }>) {
  return {
    value,
    interval_95: interval === null ? null : ([...interval] as [number, number]),
    interval_reason: reason,
  };
}

/** Every measure of the mean game, problems resampled for the intervals. */
export function summariseGame(games: readonly Game[], unit: string, resampling: Resampling): GameSummary {
  const measure = <Entry extends { readonly value: number }>(of: (game: Game) => readonly Entry[]) =>
    bootstrapGames(games, of, resampling);
  const byThought = (of: (game: Game) => readonly { thought: number; value: number }[]) =>
    measure(of).map((entry) => ({ thought: entry.thought, ...entryFields(entry) }));
  const curve = (of: typeof prefixCurve) =>
    measure(of).map((entry) => ({ intact: entry.intact, ...entryFields(entry) }));
  const [none, all, gain] = measure(ends).map(entryFields);
  const shapley = byThought(shapleyValues);
  const nothing = { value: 0, interval_95: null, interval_reason: 'no problems' };
  const shared = shapley.reduce((total, { value }) => total + value, 0);
  return {
    unit,
    none: none ?? nothing,
    all: all ?? nothing,
    gain: gain ?? nothing,
    shapley,
    efficiency_error: Math.abs(shared - (gain?.value ?? 0)),
    ordered_shapley: byThought((game) => orderedShapleyValues(game)),
    single_removal: byThought(singleRemovals),
    leave_one_in: byThought(leaveOneIn),
    prefix: curve(prefixCurve),
    suffix: curve(suffixCurve),
    interactions: interactionsOf(games, resampling),
    moebius: measure(moebiusCoefficients).map((entry) => ({
      thoughts: [...entry.thoughts],
      ...entryFields(entry),
    })),
  };
}

/** v(none), v(all) and their difference. */
function ends(game: Game): { value: number }[] {
  const none = coalitionValue(game, bitsOf([]));
  const all = coalitionValue(game, bitsOf(thoughtsUpTo(game.players)));
  return [{ value: none }, { value: all }, { value: all - none }];
}

/** The pairs with an interval each, and one that holds for all of them together. */
function interactionsOf(games: readonly Game[], resampling: Resampling): GameSummary['interactions'] {
  const pairs = bootstrapGames(games, shapleyInteractions, resampling);
  const level = 1 - 0.05 / Math.max(1, pairs.length);
  const together = bootstrapGames(games, shapleyInteractions, resampling, { level });
  return pairs.map((pair, index) => {
    const { interval = null } = together[index]?.interval ?? {};
    return {
      thoughts: [...pair.thoughts],
      ...entryFields(pair),
      interval_all_pairs: interval === null ? null : [...interval],
    };
  });
}
