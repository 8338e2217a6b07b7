import { Later, Site, type GetModelResponse } from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import { AnalysisError } from '../errors.js';
import type { AblationResults, ProblemAblations } from '../results/ablation.js';
import { thoughtsUpTo, type LayerIndex } from '../thought.js';
import { rolloutRecord, type RolloutRecord } from './rollout-record.js';
import type { PlannedVariant, RolloutPlan } from './run-rollouts.js';
import { setName, type ThoughtSet } from './thought-sets.js';

/** What an ablation experiment changes. */
export interface AblationSettings {
  /** Output of this decoder layer, counted from 0. */
  readonly layer: LayerIndex;
  readonly method: 'zero';
  readonly later: 'recompute' | 'hold';
  readonly sets: readonly ThoughtSet[];
}

/** The variant without a change. */
export const BASELINE = 'baseline';
const SELF_PATCH = 'self-patch';
const setId = (set: ThoughtSet): string => `zero:${setName(set)}`;
const truncationId = (thoughts: number): string => `truncate:${thoughts}`;

function ablated(
  id: string,
  set: ThoughtSet,
  method: 'zero' | 'self',
  { layer, later }: AblationSettings,
): PlannedVariant {
  return {
    id,
    interventions: [
      {
        site: Site.RESID_POST,
        layers: [layer],
        thoughts: [...set],
        method: { $case: method, value: {} },
        later: later === 'hold' ? Later.HOLD : Later.RECOMPUTE,
      },
    ],
  };
}

/**
 * The variants of every problem: the baseline, one ablation for each set, and the standing controls: the self-patch
 * of all thoughts, and the rollout cut after 0 .. N - 1 thoughts.
 */
export function ablationVariants(settings: AblationSettings, thoughts: number): PlannedVariant[] {
  const cuts = Array.from({ length: thoughts }, (_, count) => ({
    id: truncationId(count),
    thoughts: count,
  }));
  return [
    { id: BASELINE },
    ...settings.sets.map((set) => ablated(setId(set), set, 'zero', settings)),
    ablated(SELF_PATCH, thoughtsUpTo(thoughts), 'self', settings),
    ...cuts,
  ];
}

/** The rollouts of an ablation experiment. */
export function ablationPlan(
  problems: readonly Problem[],
  settings: AblationSettings,
  model: GetModelResponse,
  maxNewTokens: number,
): RolloutPlan {
  return {
    experiment: 'ablate',
    problems,
    variants: ablationVariants(settings, model.thoughts),
    maxNewTokens,
    record: (problem, variantId, rollout) => rolloutRecord(problem.gsm8k_id, variantId, rollout),
  };
}

/** The results of one problem, made of its records by variant. */
export function problemAblations(
  problem: Problem,
  settings: AblationSettings,
  thoughts: number,
  recordOf: (variantId: string) => RolloutRecord,
): ProblemAblations {
  const baseline = recordOf(BASELINE);
  const selfPatch = recordOf(SELF_PATCH);
  const ablations = settings.sets.map((set) => comparison(set, recordOf(setId(set)), baseline));
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
      truncation: Array.from({ length: thoughts }, (_, count) => {
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

function comparison(
  set: ThoughtSet,
  ablated: RolloutRecord,
  baseline: RolloutRecord,
): ProblemAblations['token_ablations'][number] {
  const { scores } = ablated;
  const drop = scores && baseline.scores ? baseline.scores.gold_log_prob - scores.gold_log_prob : null;
  return {
    thoughts: [...set],
    ablated_output: ablated.text,
    predicted_answer: ablated.predicted_answer,
    still_correct: ablated.correct,
    truncated: ablated.truncated,
    importance: baseline.correct && !ablated.correct ? 1 : 0,
    reverse_flip: !baseline.correct && ablated.correct ? 1 : 0,
    answer_changed: ablated.predicted_answer !== baseline.predicted_answer,
    gold_log_prob: scores?.gold_log_prob ?? null,
    gold_log_prob_drop: drop,
    margin: scores?.margin ?? null,
    kl_from_baseline: scores?.kl_from_baseline ?? null,
  };
}

/** Whether every self-patch of the results was a no-op; throws `CONTROL_FAILED` with the problems where not. */
export function requireValidControls({ problems }: Pick<AblationResults, 'problems'>): void {
  const failed = problems.filter(({ controls }) => !controls.self_patch_equals_baseline);
  if (failed.length === 0) return;
  const names = failed.slice(0, 3).map(({ problem_id }) => problem_id);
  throw new AnalysisError(
    'CONTROL_FAILED',
    `The self-patch changed ${failed.length} of ${problems.length} problems (${names.join(', ')}), which it never may; do not use these results, and report the model and device.`,
  );
}
