import type { Difficulty } from '../datasets/problem.js';
import { DIFFICULTIES } from '../datasets/problem.js';
import { columnsOf, describeSample, pearson, withinGroupCorrelation } from '../statistics/index.js';
import type { ThoughtNumber } from '../thought.js';
import type { AnalysedProblem } from './match-problems.js';
import { thoughtImportance } from './per-thought.js';
import type { Summary } from './schema.js';

/** The statistics of each level that the results hold, at one layer. */
export function summariseDifficulties(
  problems: readonly AnalysedProblem[],
  levels: ReadonlySet<Difficulty>,
  thoughts: readonly ThoughtNumber[],
  layer: number,
): Summary['by_difficulty'] {
  const summary: Summary['by_difficulty'] = {};
  for (const level of DIFFICULTIES.filter((each) => levels.has(each))) {
    const members = problems.filter(({ difficulty }) => difficulty === level);
    const { x, y, positions } = columnsOf(
      members.map((problem) => ({ x: problem.attention('number', layer) ?? [], y: problem.flips })),
    );
    const { r, p, reason } = pearson(x, y);
    summary[level] = {
      num_problems: members.length,
      mean_importance: describeSample(y).mean,
      per_thought: Object.fromEntries(
        thoughts.map((thought) => [`thought_${thought}`, thoughtImportance(members, thought)]),
      ),
      correlation: r,
      p_value: p,
      reason,
      within_position: withinGroupCorrelation(x, y, positions),
    };
  }
  return summary;
}
