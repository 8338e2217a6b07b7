import type { Problem } from '../datasets/problem.js';
import type { Protocol } from '../words/protocol.js';
import type { ExperimentContext } from './finish-plan.js';
import type { RolloutRecord } from './rollout-record.js';

/** What every result file begins with. */
export function resultHead<Kind extends string>(
  { model, run }: Pick<ExperimentContext, 'model' | 'run'>,
  kind: Kind,
  protocol: Protocol = 'official',
) {
  return {
    schema_version: 1 as const,
    kind,
    model_fingerprint: model.fingerprint,
    dtype: model.dtype,
    approximate: model.approximate,
    dataset_sha256: run.file.dataset.sha256,
    protocol,
    thoughts: model.thoughts,
  };
}

/** What every problem's result begins with. */
export function problemHead(
  { gsm8k_id, difficulty, answer }: Problem,
  baseline: Pick<RolloutRecord, 'correct'>,
) {
  return {
    problem_id: gsm8k_id,
    difficulty,
    expected_answer: answer,
    baseline_correct: baseline.correct,
  };
}
