import { AnalysisError } from '../words/errors.js';
import { sum } from '../statistics/mean.js';
import type { ThoughtNumber } from '../words/thought.js';
import { thoughtsUpTo } from '../words/thought.js';
import type { Game, ThoughtBits } from './game.js';
import { bitsOf, coalitions, coalitionValue, withThought } from './game.js';
import type { ThoughtValue } from './thought-value.js';

/** That one thought has to be intact before another may be: `[earlier, later]`. */
export type Precedence = readonly [earlier: ThoughtNumber, later: ThoughtNumber];

/** Each thought after the one before it: the order in which a rollout makes them. */
export function thoughtOrder(players: number): Precedence[] {
  return thoughtsUpTo(players)
    .slice(1)
    .map((later) => [(later - 1) as ThoughtNumber, later]);
}

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
      const needed = before[index] ?? 0;
      return (set & bitsOf([thought])) === 0 && (set & needed) === needed;
    });
  const sets = coalitions(players);
  // Orders that lead from nothing to a set, and from it to all: sets grow with their bits, so one pass each is enough.
  const into = sets.map((set): number => (set === 0 ? 1 : 0));
  const onwards = sets.map((set): number => (set === sets.length - 1 ? 1 : 0));
  for (const set of sets) {
    for (const thought of next(set)) {
      const larger = withThought(set, thought);
      into[larger] = (into[larger] ?? 0) + (into[set] ?? 0);
    }
  }
  for (const set of sets.toReversed()) {
    for (const thought of next(set)) {
      onwards[set] = (onwards[set] ?? 0) + (onwards[withThought(set, thought)] ?? 0);
    }
  }
  const orders = onwards[0] ?? 0;
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
        const share = ((into[set] ?? 0) * (onwards[larger] ?? 0)) / orders;
        return share * (coalitionValue(game, larger) - coalitionValue(game, set));
      });
    return { thought, value: sum(terms) };
  });
}
