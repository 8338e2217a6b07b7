import type { TwinPair } from '../../datasets/twins/twin-pair.js';
import type { PatchedPair, TwinPatch } from './results.js';
import type { RolloutRecord } from '../rollout-record.js';
import { patchedSets, twinVariantId, type PatchDirection } from './plan.js';

type RecordOf = (variantId: string) => RolloutRecord;

/** The results of one pair, made of its records by variant. */
export function patchedPair(pair: TwinPair, thoughts: number, recordOf: RecordOf): PatchedPair {
  const { problem, twin, changed_steps: changed } = pair;
  return {
    problem_id: problem.gsm8k_id,
    difficulty: problem.difficulty,
    answer: problem.answer,
    twin_answer: twin.answer,
    first_changed_step: pair.first_changed_step,
    step_changed: pair.twin_steps.map((_, index) => changed.includes(index + 1)),
    patched_answers: pair.patched_answers,
    both_correct: (['from_twin', 'from_problem'] as const).every(
      (direction) => recordOf(twinVariantId(direction, 'own')).correct,
    ),
    from_twin: patches('from_twin', { own: problem.answer, source: twin.answer }, thoughts, recordOf),
    from_problem: patches('from_problem', { own: twin.answer, source: problem.answer }, thoughts, recordOf),
  };
}

function patches(
  direction: PatchDirection,
  answers: { readonly own: number; readonly source: number },
  thoughts: number,
  recordOf: RecordOf,
): TwinPatch[] {
  /** log p(answer of the source) - log p(own answer), in nats. */
  const lean = (set?: Parameters<typeof twinVariantId>[2]): number | null => {
    const [own, source] = (['own', 'source'] as const).map(
      (gold) => recordOf(twinVariantId(direction, gold, set)).scores?.gold_log_prob,
    );
    return own === undefined || source === undefined ? null : source - own;
  };
  const before = lean();
  return patchedSets(thoughts).map((set) => {
    const { predicted_answer: predicted } = recordOf(twinVariantId(direction, 'own', set));
    const after = lean(set);
    return {
      thoughts: [...set],
      predicted_answer: predicted,
      took_answer: predicted === answers.source,
      kept_answer: predicted === answers.own,
      shift: before === null || after === null ? null : after - before,
    };
  });
}
