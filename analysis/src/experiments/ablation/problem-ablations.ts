import type { Problem } from '../../datasets/problem.js';
import type { Exclusion } from '../../runs/manifest.js';
import { thoughtsUpTo } from '../../words/thought.js';
import { armIds } from '../arms/arm.js';
import { compareAblation } from '../arms/compare-ablation.js';
import { BASELINE } from '../rollout-plan.js';
import type { RolloutRecord } from '../rollout-record.js';
import type { ProblemAblations } from './results.js';
import { type AblationSettings, SELF_PATCH, thoughtsRun, truncationId } from './variants.js';

/** The results of one problem, made of its records by variant. */
export function problemAblations(
  problem: Problem,
  settings: Pick<AblationSettings, 'protocol' | 'arm' | 'sets' | 'donors'>,
  thoughts: number,
  recordOf: (variantId: string) => RolloutRecord,
): ProblemAblations {
  const baseline = recordOf(BASELINE);
  const selfPatch = recordOf(SELF_PATCH);
  const ablations = settings.sets.map((set) => {
    const rollouts = armIds(settings.arm, set, settings.donors).map(recordOf);
    return compareAblation(set, rollouts, baseline);
  });
  const singles = thoughtsUpTo(thoughts).map((thought) =>
    ablations.find(({ thoughts: [first, ...rest] }) => first === thought && rest.length === 0),
  );
  const importance = singles.every((single) => single !== undefined)
    ? singles.map((single) => single.importance)
    : [];
  return {
    problem_id: problem.gsm8k_id,
    difficulty: problem.difficulty,
    expected_answer: problem.answer,
    baseline: {
      output: baseline.text,
      predicted_answer: baseline.predicted_answer,
      correct: baseline.correct,
      truncated: baseline.truncated,
      gold_log_prob: baseline.scores?.gold_log_prob ?? null,
      margin: baseline.scores?.margin ?? null,
    },
    token_ablations: ablations,
    importance_scores: importance,
    num_critical_tokens: importance.filter((score) => score === 1).length,
    controls: {
      self_patch_equals_baseline: sameResult(selfPatch, baseline),
      truncation: Array.from({ length: thoughtsRun(thoughts, settings.protocol) }, (_, count) => {
        const { predicted_answer, correct, scores } = recordOf(truncationId(count));
        return {
          thoughts_run: count,
          predicted_answer,
          correct,
          gold_log_prob: scores?.gold_log_prob ?? null,
        };
      }),
    },
  };
}

/** The self-patch must give the very same tokens and scores, not nearly. */
function sameResult(left: RolloutRecord, right: RolloutRecord): boolean {
  const bits = ({ tokens, scores }: RolloutRecord): string => JSON.stringify([tokens, scores]);
  return bits(left) === bits(right);
}

/** Why a problem does not count in importance: its baseline must be right. */
export function baselineExclusion({ problem_id, baseline }: ProblemAblations): Exclusion[] {
  const entry = (reason: Exclusion['reason']): Exclusion[] => [
    { problem_id, left_out_of: 'importance', reason },
  ];
  if (baseline.predicted_answer === null) return entry('unparsed_answer');
  if (baseline.truncated) return entry('truncated');
  return baseline.correct ? [] : entry('wrong_baseline');
}

/** One kind of warning, in the words of its first case. */
export interface WarningCount {
  readonly problems: number;
  readonly first_problem_id: string;
  readonly warning: string;
}

/** Warnings that differ only in the words and numbers that they quote count as one kind. */
function kindOf(warning: string): string {
  return warning.replace(/("[^"]*"(, )?)+/g, '"…"').replace(/-?\d+(\.\d+)?/g, '#');
}

/** How many problems each kind of warning concerns, the most frequent first. */
export function countWarnings(
  records: readonly Pick<RolloutRecord, 'problem_id' | 'warnings'>[],
): WarningCount[] {
  const counts = new Map<string, { problems: number; first_problem_id: string; warning: string }>();
  for (const { problem_id, warnings } of records) {
    for (const warning of warnings) {
      const known = counts.get(kindOf(warning));
      if (known) known.problems++;
      else counts.set(kindOf(warning), { problems: 1, first_problem_id: problem_id, warning });
    }
  }
  return [...counts.values()].sort((a, b) => b.problems - a.problems);
}
