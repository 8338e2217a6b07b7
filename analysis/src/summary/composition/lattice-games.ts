import type { Difficulty } from '../../words/difficulty.js';
import type { Game } from '../../games/index.js';
import { bitsOf, createGame } from '../../games/index.js';
import type { ProblemAblations } from '../../results/ablation.js';
import type { ThoughtNumber } from '../../words/thought.js';
import { thoughtsUpTo } from '../../words/thought.js';

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
      return outcome === undefined ? Number.NaN : value(outcome);
    });
  return {
    difficulty: problem.difficulty,
    goldLogProb: gameOf((outcome) => outcome.goldLogProb ?? Number.NaN),
    accuracy: gameOf((outcome) => Number(outcome.correct)),
  };
}
