import { Protocol as WireProtocol, type GetModelResponse } from '@codiscope/proto';

import type { Problem } from '../datasets/problem.js';
import { AnalysisError } from '../words/errors.js';
import type { AblationResults, ProblemAblations } from '../results/ablation.js';
import type { Protocol } from '../words/protocol.js';
import { thoughtsUpTo, type LayerIndex } from '../words/thought.js';
import { armIds, armVariants, placeOf, type AblationArm } from './ablation-arm.js';
import { BASELINE } from './clean-runs.js';
import { compareAblation } from './compare-ablation.js';
import { originVariant, thoughtsRun } from './origin-ablation.js';
import { rolloutRecord, type RolloutRecord } from './rollout-record.js';
import { ownRequest, type PlannedVariant, type RolloutPlan } from './rollout-plan.js';
import type { ThoughtSet } from './thought-sets.js';

/** What an ablation experiment changes. */
export interface AblationSettings {
  readonly protocol: Protocol;
  readonly arm: AblationArm;
  /** Donors of each ablation; 1 unless the method is `resample`. */
  readonly donors: number;
  readonly sets: readonly ThoughtSet[];
}

const SELF_PATCH = 'self-patch';
const truncationId = (thoughts: number): string => `truncate:${thoughts}`;

/** The self-patch of every thought where the arm changes them; for knockouts, which put nothing anywhere, elsewhere. */
function selfPatch(arm: AblationArm, thoughts: number): PlannedVariant {
  const vectors = arm.site !== 'attention' && (arm.site === 'embed' || arm.layer !== null);
  const place = placeOf(
    vectors ? arm : { ...arm, site: 'resid_post', layer: 0 as LayerIndex, heads: [] },
    thoughtsUpTo(thoughts),
  );
  return { id: SELF_PATCH, interventions: [{ ...place, method: { $case: 'self', value: {} } }] };
}

/**
 * The variants of a problem: the baseline, the ablations of each set, and the standing controls: the self-patch of
 * all thoughts, and the rollout cut after 0 .. N - 1 thoughts.
 */
export function ablationVariants(
  { protocol, arm, sets, donors }: AblationSettings,
  problem: Problem,
  thoughts: number,
): PlannedVariant[] {
  const cuts = Array.from({ length: thoughtsRun(thoughts, protocol) }, (_, count) => ({
    id: truncationId(count),
    thoughts: count,
  }));
  if (protocol === 'origin') {
    const ofSet = (id: string, set: ThoughtSet, method: 'zero' | 'self'): PlannedVariant =>
      originVariant(id, set, arm.layer ?? (1 as LayerIndex), method);
    return [
      { id: BASELINE },
      ...sets.flatMap((set) => armIds(arm, set, donors).map((id) => ofSet(id, set, 'zero'))),
      ofSet(SELF_PATCH, thoughtsUpTo(thoughts), 'self'),
      ...cuts,
    ];
  }
  return [
    { id: BASELINE },
    ...sets.flatMap((set) => armVariants(arm, set, problem, thoughts)),
    selfPatch(arm, thoughts),
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
    requests: (problem) => [ownRequest(problem, ablationVariants(settings, problem, model.thoughts))],
    protocol: settings.protocol === 'origin' ? WireProtocol.ORIGIN : WireProtocol.OFFICIAL,
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

/** Whether every self-patch of the results was a no-op; throws `CONTROL_FAILED` with the problems where not. */
export function requireValidControls({
  problems,
  protocol,
}: Pick<AblationResults, 'problems' | 'protocol'>): void {
  // There the self-patch is no no-op: that is one of the mistakes it was kept for.
  if (protocol === 'origin') return;
  const failed = problems.filter(({ controls }) => !controls.self_patch_equals_baseline);
  if (failed.length === 0) return;
  const names = failed.slice(0, 3).map(({ problem_id }) => problem_id);
  throw new AnalysisError(
    'CONTROL_FAILED',
    `The self-patch changed ${failed.length} of ${problems.length} problems (${names.join(', ')}), which it never may; do not use these results, and report the model and device.`,
  );
}
