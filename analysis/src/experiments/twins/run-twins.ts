import { AnalysisError } from '../../words/errors.js';
import { twinResultsSchema, type TwinResults } from '../../results/twins.js';
import type { Exclusion } from '../../runs/manifest.js';
import { finishPlan, refusals, type ExperimentContext } from '../experiment-context.js';
import { twinFileName } from '../result-files.js';
import { resultHead } from '../result-head.js';
import { rolloutRecordSchema } from '../rollout-record.js';
import { patchedPair } from './patched-pair.js';
import { twinPlan, type TwinPlace } from './twin-plan.js';
import type { TwinChoice, TwinnedProblems } from './twins-of-problems.js';

/** What twin patching runs. */
export interface TwinSettings {
  readonly place: TwinPlace;
  /** How the twins were chosen. */
  readonly choice: TwinChoice;
  readonly twinned: TwinnedProblems;
}

/**
 * Puts thoughts of each problem's twin into its run, and the other way round, and writes `twin_patching_100.json`:
 * which thought holds which intermediate value.
 *
 * @throws AnalysisError `BAD_DATASET` when no problem has a twin.
 */
export async function runTwins(
  context: ExperimentContext,
  { place, choice, twinned: { pairs, without } }: TwinSettings,
  maxNewTokens: number,
): Promise<TwinResults> {
  const { dataset, model, run } = context;
  if (pairs.length === 0) {
    throw new AnalysisError(
      'BAD_DATASET',
      `None of the ${dataset.problems.length} problems has a twin (the first: ${without[0]?.reason ?? ''}); choose problems with steps of two operands, or a wider range with --values.`,
    );
  }
  const plan = twinPlan(pairs, place, model.thoughts, maxNewTokens);
  const finished = await finishPlan(context, plan, {
    protocol: 'official',
    site: place.site,
    layer: place.layer,
    twin_seed: choice.seed,
    twin_values: choice.values,
    max_new_tokens: maxNewTokens,
  });
  const pairOf = new Map(pairs.map((pair) => [pair.problem.gsm8k_id, pair]));
  const results = twinResultsSchema.parse({
    ...resultHead(context, 'twin_patching'),
    ...place,
    pairs: finished.answered.flatMap((problem) => {
      const pair = pairOf.get(problem.gsm8k_id);
      const recordOf = (variant: string) => rolloutRecordSchema.parse(finished.recordOf(problem, variant));
      return pair ? [patchedPair(pair, model.thoughts, recordOf)] : [];
    }),
    without_twin: without,
    refused: finished.refused,
  });
  await run.writeResult(twinFileName(dataset.problems.length), results);
  const noTwin = without.map(({ problem_id }): Exclusion => ({
    problem_id,
    left_out_of: 'twins',
    reason: 'no_twin',
  }));
  await finished.experiment.finish([...noTwin, ...refusals('twins', finished.refused)]);
  return results;
}
