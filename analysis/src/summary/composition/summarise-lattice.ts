import { DIFFICULTIES } from '../../words/difficulty.js';
import { bootstrapGames, shapleyValues } from '../../games/index.js';
import type { AblationResults } from '../../results/ablation.js';
import type { Resampling } from '../../statistics/index.js';
import { gamesOfProblem, type ProblemGames } from './lattice-games.js';
import type { LatticeSummary } from './lattice-schema.js';
import { entryFields, summariseGame } from './summarise-game.js';

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
