import { DIFFICULTIES, type Difficulty, type ThoughtNumber } from '../words/thought.js';
import type { ProblemAblations } from '../experiments/ablation/results.js';
import type { Resampling } from '../statistics/resampling.js';
import { columnsOf, rankWithinPositions } from '../statistics/paired-table.js';
import { conditionalAssociation, withinGroupCorrelation } from '../statistics/association.js';
import { describeSample } from '../statistics/descriptive.js';
import { pearson } from '../statistics/correlation.js';
import { truncationCurve } from '../experiments/ablation/summary.js';
import { numberRow, type AnalysedProblem } from './match-problems.js';
import { thoughtImportance } from './per-thought.js';
import type { DifficultySummary, Summary } from './schema.js';

/** What levels are summarised from. */
interface DifficultyFacts {
  readonly analysed: readonly AnalysedProblem[];
  /** All problems, before exclusions. */
  readonly all: readonly ProblemAblations[];
  readonly thoughts: readonly ThoughtNumber[];
  readonly thoughtsRun: number;
  readonly layer: number;
}

/** The statistics of each level that the results hold, at one layer. */
export function summariseDifficulties(
  facts: DifficultyFacts,
  resampling: Resampling,
): Summary['by_difficulty'] {
  const levels = new Set(facts.all.map(({ difficulty }) => difficulty));
  const summary: Summary['by_difficulty'] = {};
  for (const level of DIFFICULTIES.filter((each) => levels.has(each))) {
    summary[level] = summariseLevel(facts, level, resampling);
  }
  return summary;
}

function summariseLevel(
  { analysed, all, thoughts, thoughtsRun, layer }: DifficultyFacts,
  level: Difficulty,
  resampling: Resampling,
): DifficultySummary {
  const members = analysed.filter(({ difficulty }) => difficulty === level);
  const tableOf = (measure: 'flips' | 'drops') =>
    members.map((problem) => ({ x: numberRow(problem, layer), y: problem[measure] }));
  const { x, y, positions } = columnsOf(tableOf('flips'));
  const { r, p, reason } = pearson(x, y);
  const conditional = (measure: 'flips' | 'drops'): DifficultySummary['conditional'] => {
    const { correlation, permutation } = conditionalAssociation(
      rankWithinPositions(tableOf(measure), measure === 'drops' ? 'both' : 'x'),
      resampling,
    );
    return { ...correlation, permutation_p: permutation.p, permutation_reason: permutation.reason };
  };
  return {
    num_problems: members.length,
    mean_importance: describeSample(y).mean,
    per_thought: Object.fromEntries(
      thoughts.map((thought) => [`thought_${thought}`, thoughtImportance(members, thought)]),
    ),
    correlation: r,
    p_value: p,
    reason,
    within_position: withinGroupCorrelation(x, y, positions),
    conditional: conditional('flips'),
    drop_conditional: conditional('drops'),
    truncation: truncationCurve(
      all.filter(({ difficulty }) => difficulty === level),
      thoughtsRun,
    ).accuracy,
  };
}
