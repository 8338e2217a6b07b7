import { DIFFICULTIES } from '../../words/difficulty.js';
import { matchProblems } from '../../summary/match-problems.js';
import type { RunResults } from '../../run-results.js';
import { required } from '../../words/required.js';
import { pack } from '../shared/packed.js';
import type { ProblemColumns } from '../shared/report-data.js';

/**
 * The problems of the ablation results with their questions, in the order of that file.
 *
 * @throws RangeError naming a problem that the dataset does not have; `readRunResults` lets no such results pass.
 */
export function problemColumns({
  ablation,
  attention,
  problems: all,
}: Pick<RunResults, 'ablation' | 'attention' | 'problems'>): ProblemColumns {
  const dataset = new Map(all.map((problem) => [problem.gsm8k_id, problem]));
  const analysed = new Set(matchProblems(ablation, attention).analysed.map(({ id }) => id));
  const { problems } = ablation;
  const source = problems.map(({ problem_id: id }) =>
    required(dataset.get(id), `Problem ${id} of the dataset`),
  );
  return {
    ids: problems.map(({ problem_id: id }) => id),
    questions: source.map(({ question }) => question),
    levels: problems.map(({ difficulty }) => DIFFICULTIES.indexOf(difficulty)),
    answers: problems.map(({ expected_answer: answer }) => answer),
    stepCounts: source.map(({ reasoning_steps: count }) => count),
    steps: source.map(({ steps = [] }) => steps),
    predicted: problems.map(({ baseline }) => baseline.predicted_answer),
    outputs: problems.map(({ baseline }) => baseline.output),
    correct: problems.map(({ baseline }) => (baseline.correct ? 1 : 0)),
    analysed: problems.map(({ problem_id: id }) => (analysed.has(id) ? 1 : 0)),
    goldLogProb: pack(
      problems.map(({ baseline }) => baseline.gold_log_prob),
      [problems.length],
      3,
    ),
  };
}
