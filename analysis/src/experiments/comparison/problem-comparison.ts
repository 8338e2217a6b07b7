import type { Problem } from '../../datasets/problem.js';
import type { ProblemComparison } from './results.js';
import { thoughtsUpTo, type ThoughtNumber } from '../../words/thought.js';
import { compareAblation } from '../arms/compare-ablation.js';
import { problemHead } from '../result-head.js';
import { comparedIds, type ArmRecord, type CleanRecord } from './plan.js';
import type { ReadyArm } from './settings.js';

type Effect = ProblemComparison['effects'][number][number];

/** The comparison of one problem, made of its records by variant. */
export function problemComparison(
  problem: Problem,
  arms: readonly ReadyArm[],
  thoughts: number,
  baseline: CleanRecord,
  recordOf: (variantId: string) => ArmRecord,
): ProblemComparison {
  return {
    ...problemHead(problem, baseline),
    baseline_gold_log_prob: baseline.scores?.gold_log_prob ?? null,
    effects: arms.map((arm) =>
      thoughtsUpTo(thoughts).map((thought) =>
        effectOf(thought, comparedIds(arm, [thought]).map(recordOf), baseline),
      ),
    ),
    attention: baseline.number_row?.attention ?? null,
    value_norms: baseline.number_row?.value_norms ?? null,
  };
}

/** What ablating one thought does; of several donors means, and flips of more than half. */
function effectOf(thought: ThoughtNumber, ablated: readonly ArmRecord[], baseline: CleanRecord): Effect {
  const found = compareAblation([thought], ablated, baseline);
  const before = baseline.scores?.margin ?? null;
  return {
    flip: found.importance,
    reverse_flip: found.reverse_flip,
    answer_changed: found.answer_changed,
    gold_log_prob_drop: found.gold_log_prob_drop,
    margin_drop: before === null || found.margin === null ? null : before - found.margin,
    kl_from_baseline: found.kl_from_baseline,
    ...movedOf(thought, ablated),
  };
}

/** How far the thought's own vector was moved; null where none was, as by a knockout. */
function movedOf(
  thought: ThoughtNumber,
  ablated: readonly ArmRecord[],
): Pick<Effect, 'norm_ratio' | 'distance' | 'clean_distance'> {
  type Moved = ArmRecord['moved'][number];
  const moved = ablated.map((record) => record.moved.find((each) => each.thought === thought));
  const mean = (read: (vector: Moved) => number | null): number | null => {
    const values = moved.map((vector) => (vector ? read(vector) : null));
    return values.every((value) => value !== null)
      ? values.reduce((sum, value) => sum + value, 0) / values.length
      : null;
  };
  return {
    norm_ratio: mean(({ norm, clean_norm: clean }) => (clean ? norm / clean : null)),
    distance: mean(({ distance }) => distance),
    clean_distance: mean(({ clean_distance: distance }) => distance),
  };
}
