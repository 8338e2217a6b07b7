import { ablationResultsSchema, type AblationResults, type ProblemAblations } from '../results/ablation.js';
import type { Exclusion } from '../runs/manifest.js';
import { ablationPlan, problemAblations, type AblationSettings } from './ablation-experiment.js';
import { BASELINE } from './clean-runs.js';
import { finishPlan, refusals, type ExperimentContext } from './experiment-context.js';
import { ablationFileName } from './result-files.js';
import { thoughtsRun } from './origin-ablation.js';
import { rolloutRecordSchema } from './rollout-record.js';
import { setName } from './thought-sets.js';
import { countWarnings } from './warning-count.js';

/**
 * RQ1: ablates each set of thoughts in every problem, with the standing controls, and writes
 * `token_ablation_results_100.json`. The results are written even when a control failed; see
 * `requireValidControls`. `methodSettings`: what else is needed to repeat the method.
 */
export async function runAblation(
  context: ExperimentContext,
  settings: AblationSettings,
  maxNewTokens: number,
  methodSettings: Readonly<Record<string, string | number | null>> = {},
): Promise<AblationResults> {
  const { dataset, model, run } = context;
  const { protocol, arm, sets } = settings;
  const { site, layer, heads, later } = arm;
  const plan = ablationPlan(dataset.problems, settings, model, maxNewTokens);
  const finished = await finishPlan(context, plan, {
    protocol,
    site,
    layer,
    ...(heads.length > 0 && { heads }),
    method: arm.method.name,
    ...methodSettings,
    later,
    sets: sets.map(setName),
    max_new_tokens: maxNewTokens,
  });
  const problems = finished.answered.map((problem) =>
    problemAblations(problem, settings, model.thoughts, (variant) =>
      rolloutRecordSchema.parse(finished.recordOf(problem, variant)),
    ),
  );
  const baselines = finished.answered.map((problem) =>
    rolloutRecordSchema.parse(finished.recordOf(problem, BASELINE)),
  );
  const results: AblationResults = ablationResultsSchema.parse({
    schema_version: 1,
    kind: 'token_ablation',
    model_fingerprint: model.fingerprint,
    dtype: model.dtype,
    approximate: model.approximate,
    dataset_sha256: run.file.dataset.sha256,
    protocol,
    site,
    layer,
    ...(heads.length > 0 && { heads }),
    method: arm.method.name,
    ...(Object.keys(methodSettings).length > 0 && { method_settings: methodSettings }),
    later,
    thoughts: model.thoughts,
    ...(protocol === 'origin' && { thoughts_run: thoughtsRun(model.thoughts, protocol) }),
    problems,
    warnings: countWarnings(baselines),
    refused: finished.refused,
  });
  await run.writeResult(ablationFileName(dataset.problems.length), results);
  await finished.experiment.finish([
    ...refusals('ablate', finished.refused),
    ...problems.flatMap(baselineExclusion),
  ]);
  return results;
}

/** Why a problem does not count in importance: its baseline must be right. */
function baselineExclusion({ problem_id, baseline }: ProblemAblations): Exclusion[] {
  const entry = (reason: Exclusion['reason']): Exclusion[] => [
    { problem_id, left_out_of: 'importance', reason },
  ];
  if (baseline.predicted_answer === null) return entry('unparsed_answer');
  if (baseline.truncated) return entry('truncated');
  return baseline.correct ? [] : entry('wrong_baseline');
}
