import { comparisonResultsSchema, type ComparisonResults } from '../../results/comparison.js';
import type { AblationArm } from '../ablation-arm.js';
import { BASELINE } from '../clean-runs.js';
import { finishPlan, refusals, type ExperimentContext } from '../experiment-context.js';
import { comparisonFileName } from '../result-files.js';
import { resultHead } from '../result-head.js';
import { comparisonPlan } from './comparison-plan.js';
import { armRecordSchema, cleanRecordSchema } from './comparison-record.js';
import type { ComparisonSettings } from './comparison-settings.js';
import { problemComparison } from './problem-comparison.js';

/** What kind of effect an arm measures. */
function effectKind({ method, later }: AblationArm): ComparisonResults['arms'][number]['effect'] {
  if (method.name === 'knockout') return 'knockout';
  return later === 'hold' ? 'direct' : 'total';
}

/**
 * Ablates single thoughts in every way of the list, and writes `comparison_100.json`: methods, sites and kinds of
 * effect side by side, with attention and how far vectors were moved.
 */
export async function runComparison(
  context: ExperimentContext,
  settings: ComparisonSettings,
  maxNewTokens: number,
): Promise<ComparisonResults> {
  const { dataset, model, run } = context;
  const arms = settings.arms.map(({ name, arm, methodSettings }) => ({
    name,
    site: arm.site,
    layer: arm.layer,
    method: arm.method.name,
    method_settings: methodSettings,
    effect: effectKind(arm),
  }));
  const plan = comparisonPlan(dataset.problems, settings, model.thoughts, maxNewTokens);
  const finished = await finishPlan(context, plan, {
    protocol: 'official',
    arms,
    cloud: settings.cloud,
    max_new_tokens: maxNewTokens,
  });
  const results = comparisonResultsSchema.parse({
    ...resultHead(context, 'comparison'),
    arms,
    layers: Array.from({ length: model.layers }, (_, layer) => layer),
    problems: finished.answered.map((problem) =>
      problemComparison(
        problem,
        settings.arms,
        model.thoughts,
        cleanRecordSchema.parse(finished.recordOf(problem, BASELINE)),
        (variant) => armRecordSchema.parse(finished.recordOf(problem, variant)),
      ),
    ),
    refused: finished.refused,
  });
  await run.writeResult(comparisonFileName(dataset.problems.length), results);
  await finished.experiment.finish(refusals('compare', finished.refused));
  return results;
}
