import { z } from 'zod';

import { bootstrapFields, intervalSchema } from '../../estimates/fields.js';
import {
  type Game,
  type WithInterval,
  bitsOf,
  bootstrapGames,
  coalitionValue,
  createGame,
} from '../../games/game.js';
import { moebiusCoefficients, shapleyInteractions } from '../../games/interactions.js';
import {
  leaveOneIn,
  orderedShapleyValues,
  prefixCurve,
  shapleyValues,
  singleRemovals,
  suffixCurve,
} from '../../games/values.js';
import type { Resampling } from '../../statistics/resampling.js';
import { fixed, percent, thoughtList } from '../../words/notation.js';
import { entryAt, required } from '../../words/required.js';
import { DIFFICULTIES, type Difficulty, type ThoughtNumber, thoughtsUpTo } from '../../words/thought.js';
import type { AblationResults, ProblemAblations } from './results.js';

const entry = { value: z.number(), ...bootstrapFields };
const thoughtValues = z.array(z.object({ thought: z.number().int(), ...entry }));
const curve = z.array(z.object({ intact: z.number().int(), ...entry }));

/** One game: v of a set of intact thoughts, the others ablated; the mean over problems. */
export const gameSchema = z.object({
  /** "nats" or "share of right answers". */
  unit: z.string(),
  /** v(no thought), v(all thoughts), and what there is to share out: their difference. */
  none: z.object(entry),
  all: z.object(entry),
  gain: z.object(entry),
  shapley: thoughtValues,
  /** |sum of the Shapley values - gain|: rounding, or the file is damaged. */
  efficiency_error: z.number(),
  /** In the order of thoughts: the steps of the prefix curve. */
  ordered_shapley: thoughtValues,
  /** v(all) - v(all but the thought). */
  single_removal: thoughtValues,
  /** v(the thought alone) - v(none). */
  leave_one_in: thoughtValues,
  /** v with the first, the last so many thoughts intact. */
  prefix: curve,
  suffix: curve,
  interactions: z.array(
    z.object({
      thoughts: z.array(z.number().int()),
      ...entry,
      /** Covers all pairs together with 95 % (Bonferroni). */
      interval_all_pairs: intervalSchema.nullable(),
    }),
  ),
  /** All 2^n sets, in the order of their bits. */
  moebius: z.array(z.object({ thoughts: z.array(z.number().int()), ...entry })),
});

/** The thoughts as players of a game, from the whole lattice of ablations. */
export const latticeSchema = z.object({
  /** Problems with every set, right or wrong without ablation: not selected on the outcome. */
  problems: z.number().int(),
  /** Problems without: "sets are missing" or "no score". */
  left_out: z.array(z.object({ problem_id: z.string(), reason: z.string() })),
  sets: z.number().int(),
  gold_log_prob: gameSchema,
  accuracy: gameSchema,
  /** Shapley values of the gold log-probability. */
  by_difficulty: z.partialRecord(
    z.enum(DIFFICULTIES),
    z.object({ problems: z.number().int(), shapley: thoughtValues }),
  ),
});

/** One game, summarised. */
export type GameSummary = z.infer<typeof gameSchema>;
/** The lattice, summarised. */
export type LatticeSummary = z.infer<typeof latticeSchema>;

/** The games of one problem. */
export interface ProblemGames {
  readonly difficulty: Difficulty;
  /** v = log-probability of the gold answer, nats. */
  readonly goldLogProb: Game;
  /** v = 1 for a right answer, else 0. */
  readonly accuracy: Game;
}

/** The games of a problem whose every set was ablated, or why it has none. */
export function gamesOfProblem(problem: ProblemAblations, thoughts: number): ProblemGames | string {
  const outcomes = new Map<number, { goldLogProb: number | null; correct: boolean }>(
    problem.token_ablations.map(
      ({ thoughts: ablated, still_correct: correct, gold_log_prob: goldLogProb }) => [
        bitsOf(ablated as ThoughtNumber[]),
        { goldLogProb, correct },
      ],
    ),
  );
  const { correct, gold_log_prob: goldLogProb } = problem.baseline;
  outcomes.set(0, { correct, goldLogProb });
  if (outcomes.size !== 2 ** thoughts) return 'sets are missing';
  if ([...outcomes.values()].some((outcome) => outcome.goldLogProb === null)) return 'no score';
  const all = thoughtsUpTo(thoughts);
  const gameOf = (value: (outcome: { goldLogProb: number | null; correct: boolean }) => number): Game =>
    createGame(thoughts, (intact) => {
      const outcome = outcomes.get(bitsOf(all.filter((thought) => !intact.includes(thought))));
      return value(required(outcome, 'the outcome of a set'));
    });
  return {
    difficulty: problem.difficulty,
    goldLogProb: gameOf((outcome) => required(outcome.goldLogProb, 'the score of a set')),
    accuracy: gameOf((outcome) => Number(outcome.correct)),
  };
}

/** Value and interval of an entry, under the summary's names. */
export function entryFields({ value, interval: { interval, reason } }: WithInterval<{ value: number }>) {
  return {
    value,
    interval_95: interval === null ? null : ([...interval] as [number, number]),
    interval_reason: reason,
  };
}

/** Every measure of the mean of at least one game, problems resampled for the intervals. */
export function summariseGame(games: readonly Game[], unit: string, resampling: Resampling): GameSummary {
  const measure = <Entry extends { readonly value: number }>(of: (game: Game) => readonly Entry[]) =>
    bootstrapGames(games, of, resampling);
  const byThought = (of: (game: Game) => readonly { thought: number; value: number }[]) =>
    measure(of).map((entry) => ({ thought: entry.thought, ...entryFields(entry) }));
  const curve = (of: typeof prefixCurve) =>
    measure(of).map((entry) => ({ intact: entry.intact, ...entryFields(entry) }));
  const found = measure(ends).map(entryFields);
  const endAt = (place: number) => entryAt(found, place, 'an end of the game');
  const gain = endAt(2);
  const shapley = byThought(shapleyValues);
  const shared = shapley.reduce((total, { value }) => total + value, 0);
  return {
    unit,
    none: endAt(0),
    all: endAt(1),
    gain,
    shapley,
    efficiency_error: Math.abs(shared - gain.value),
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
    const { interval } = entryAt(together, index, 'a pair').interval;
    return {
      thoughts: [...pair.thoughts],
      ...entryFields(pair),
      interval_all_pairs: interval === null ? null : [...interval],
    };
  });
}

/** More thoughts than this have more sets than a game is played for. */
const MOST_THOUGHTS = 12;

/** The games of a run whose every set of thoughts was ablated (`--sets lattice`); null for any other run. */
export function summariseLattice(
  { problems, thoughts }: Pick<AblationResults, 'problems' | 'thoughts'>,
  resampling: Resampling,
): LatticeSummary | null {
  const sets = 2 ** thoughts - 1;
  if (thoughts > MOST_THOUGHTS || !problems.some((problem) => problem.token_ablations.length >= sets))
    return null;
  const games: ProblemGames[] = [];
  const leftOut: LatticeSummary['left_out'] = [];
  for (const problem of problems) {
    const found = gamesOfProblem(problem, thoughts);
    if (typeof found === 'string') leftOut.push({ problem_id: problem.problem_id, reason: found });
    else games.push(found);
  }
  if (games.length === 0) return null;
  const goldLogProb = games.map((game) => game.goldLogProb);
  const byDifficulty: LatticeSummary['by_difficulty'] = {};
  for (const level of DIFFICULTIES) {
    const members = games.filter(({ difficulty }) => difficulty === level).map((game) => game.goldLogProb);
    if (members.length === 0) continue;
    const shapley = bootstrapGames(members, shapleyValues, resampling);
    byDifficulty[level] = {
      problems: members.length,
      shapley: shapley.map((entry) => ({ thought: entry.thought, ...entryFields(entry) })),
    };
  }
  return {
    problems: games.length,
    left_out: leftOut,
    sets: sets + 1,
    gold_log_prob: summariseGame(goldLogProb, 'nats', resampling),
    accuracy: summariseGame(
      games.map((game) => game.accuracy),
      'share of right answers',
      resampling,
    ),
    by_difficulty: byDifficulty,
  };
}

type Entry = GameSummary['shapley'][number];

/** The thoughts together, in sentences; none without the lattice. */
export function compositionSentences(lattice: LatticeSummary | null): string[] {
  if (lattice === null) return [];
  const { gold_log_prob: score, accuracy, problems } = lattice;
  const left = lattice.left_out.length === 0 ? '' : `, ${lattice.left_out.length} left out`;
  return [
    `All ${lattice.sets} sets of intact thoughts were run on ${problems} problems, right or wrong${left}. With every thought ablated ` +
      `${percent(accuracy.none.value)} of the answers are right, with none ${percent(accuracy.all.value)}.`,
    shapleySentence(accuracy, (value) => `${fixed(100 * value, 1)} points`, 'accuracy'),
    shapleySentence(score, (value) => `${fixed(value, 2)} nats`, 'gold log-probability'),
    interactionSentence(score),
    redundancySentence(score),
  ];
}

function intervalText({ interval_95: interval }: Entry, unit: (value: number) => string): string {
  return interval === null ? '' : ` (95 % interval ${interval.map(unit).join(' to ')})`;
}

function shapleySentence(game: GameSummary, unit: (value: number) => string, what: string): string {
  const ranked = game.shapley.toSorted((a, b) => b.value - a.value);
  const [first] = ranked;
  if (first === undefined) return '';
  const idle = game.shapley.filter(
    ({ interval_95: interval }) => interval !== null && interval[0] <= 0 && interval[1] >= 0,
  );
  const none =
    idle.length === 0
      ? ''
      : `; the share of ${thoughtList(idle.map(({ thought }) => thought))} is not told from zero`;
  return (
    `Of the ${unit(game.gain.value)} of ${what} that the thoughts bring together, thought ${first.thought} has the largest Shapley ` +
    `share: ${unit(first.value)}${intervalText(first, unit)}${none}. Each interval stands for itself.`
  );
}

function interactionSentence({ interactions }: GameSummary): string {
  const told = interactions.filter(
    ({ interval_all_pairs: interval }) => interval !== null && (interval[0] > 0 || interval[1] < 0),
  );
  if (told.length === 0) {
    return `No two thoughts are shown to act otherwise than by adding up (${interactions.length} pairs, intervals that hold for all together).`;
  }
  const strongest = told.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, 3);
  const named = strongest.map(
    ({ thoughts, value }) =>
      `${thoughts.join(' and ')} (${fixed(value, 2)} nats, ${value > 0 ? 'both needed' : 'each stands in for the other'})`,
  );
  return `${told.length} of ${interactions.length} pairs of thoughts interact (intervals that hold for all together), most of all thoughts ${named.join('; ')}.`;
}

/** What single removals miss: the difference of their sum to the whole gain. */
function redundancySentence({ single_removal: singles, gain }: GameSummary): string {
  const total = singles.reduce((sum, { value }) => sum + value, 0);
  return (
    `Ablated one at a time, the thoughts cost ${fixed(total, 2)} nats in sum, ablated together ${fixed(gain.value, 2)}: ` +
    (total < gain.value
      ? 'single ablations miss what other thoughts make good for.'
      : 'single ablations count what thoughts need each other for more than once.')
  );
}
