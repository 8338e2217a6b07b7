import { AnalysisError } from '../words/errors.js';
import { required } from '../words/required.js';
import { sum } from '../statistics/descriptive.js';
import type { ThoughtNumber } from '../words/thought.js';
import { thoughtsUpTo } from '../words/thought.js';
import type { Game, ThoughtBits } from './game.js';
import { bitsOf, coalitions, coalitionValue, coalitionWeight, sizeOf, withThought } from './game.js';

/** What one thought is worth, in the unit of the game. */
export interface ThoughtValue {
  readonly thought: ThoughtNumber;
  readonly value: number;
}

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

/** That one thought has to be intact before another may be: `[earlier, later]`. */
export type Precedence = readonly [earlier: ThoughtNumber, later: ThoughtNumber];

/** Each thought after the one before it: the order in which a rollout makes them. */
function thoughtOrder(players: number): Precedence[] {
  return thoughtsUpTo(players)
    .slice(1)
    .map((later) => [(later - 1) as ThoughtNumber, later]);
}

const ORDERS = 'the number of orders through a set';

/**
 * The ordered Shapley value: what a thought adds to those already intact, averaged over those orders only that put
 * every `earlier` before its `later` (Faigle and Kern 1992; the asymmetric Shapley values of Frye, Rowat and Feige
 * 2020 with equal weight on all such orders).
 *
 * In the full order of thoughts (the default) there is a single such order, 1, 2, ..., n: thought k gets
 * v(first k intact) - v(first k - 1 intact), the step of the prefix curve. It uses n + 1 of the 2^n sets, gives what
 * two thoughts do together to the later of them alone, and says nothing of whether a later thought could do without an
 * earlier one. A coarser order (say thoughts 1 and 2 before 3 and 4) averages inside its stages. With no precedence it
 * is the Shapley value.
 *
 * The values sum to v(all) - v(none), and a thought that adds nothing gets 0; alike thoughts do not get alike values
 * unless their places in the order are alike too.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for a thought outside the game, or precedences that form a circle.
 */
export function orderedShapleyValues(
  game: Game,
  precedences: readonly Precedence[] = thoughtOrder(game.players),
): ThoughtValue[] {
  const { players } = game;
  const thoughts = thoughtsUpTo(players);
  const outside = precedences.flat().find((thought) => !thoughts.includes(thought));
  if (outside !== undefined) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A precedence names thought ${outside}; the game has thoughts 1 to ${players}.`,
    );
  }
  const before = thoughts.map((thought) =>
    bitsOf(precedences.filter(([, later]) => later === thought).map(([earlier]) => earlier)),
  );
  /** The thoughts that may follow a set of intact ones. */
  const next = (set: ThoughtBits): ThoughtNumber[] =>
    thoughts.filter((thought, index) => {
      const needed = required(before[index], 'what a thought needs');
      return (set & bitsOf([thought])) === 0 && (set & needed) === needed;
    });
  const sets = coalitions(players);
  // Orders that lead from nothing to a set, and from it to all: sets grow with their bits, so one pass each is enough.
  const into = sets.map((set): number => (set === 0 ? 1 : 0));
  const onwards = sets.map((set): number => (set === sets.length - 1 ? 1 : 0));
  for (const set of sets) {
    for (const thought of next(set)) {
      const larger = withThought(set, thought);
      into[larger] = required(into[larger], ORDERS) + required(into[set], ORDERS);
    }
  }
  for (const set of sets.toReversed()) {
    for (const thought of next(set)) {
      onwards[set] = required(onwards[set], ORDERS) + required(onwards[withThought(set, thought)], ORDERS);
    }
  }
  const orders = required(onwards[0], ORDERS);
  if (orders === 0) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      'The precedences form a circle; no order of thoughts keeps them.',
    );
  }
  return thoughts.map((thought) => {
    const terms = sets
      .filter((set) => next(set).includes(thought))
      .map((set) => {
        const larger = withThought(set, thought);
        const share = (required(into[set], ORDERS) * required(onwards[larger], ORDERS)) / orders;
        return share * (coalitionValue(game, larger) - coalitionValue(game, set));
      });
    return { thought, value: sum(terms) };
  });
}

/** v(all) - v(all but the thought): what is lost when it alone is ablated. The usual importance. */
export function singleRemovals(game: Game): ThoughtValue[] {
  const all = thoughtsUpTo(game.players);
  const whole = coalitionValue(game, bitsOf(all));
  return all.map((thought) => ({
    thought,
    value: whole - coalitionValue(game, bitsOf(all.filter((each) => each !== thought))),
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
