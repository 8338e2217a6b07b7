import { mean } from '../statistics/descriptive.js';
import type { Draws, Interval, IntervalOptions } from '../statistics/resampling.js';
import { bootstrapMean } from '../statistics/resampling.js';
import { required } from '../words/required.js';
import type { Game } from './game.js';

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
