import {
  analyseRun,
  needsReference,
  runAblation,
  runAttention,
  type AblationResults,
  type AttentionResults,
  type NamedLayer,
  type Protocol,
  type Summary,
} from '@codiscope/analysis';

import { prepareAblation, type PreparedAblation } from './prepare-ablation.js';
import type { AblationChoice } from './ablation-choice.js';
import type { CommandContext, Progressing } from './experiment-command.js';
import { requireAnswers } from './require-answers.js';

/** Runs the ablation into the run folder. */
export async function ablateStep(
  context: CommandContext,
  choice: AblationChoice,
  flags: { 'max-new-tokens': number },
  progressing: Progressing,
): Promise<AblationResults> {
  const { dataset, model } = context;
  const prepare = (onFit: (done: number) => void): Promise<PreparedAblation> =>
    prepareAblation(context, choice, onFit);
  const { settings, methodSettings } = needsReference(choice.method)
    ? await progressing('fit', choice.fitProblems, prepare)
    : await prepare(() => undefined);
  // The baseline, the sets with their donors, the self-patch and a cut after each number of thoughts.
  const cuts = choice.protocol === 'origin' ? model.thoughts - 1 : model.thoughts;
  const rollouts = dataset.problems.length * (2 + settings.sets.length * settings.donors + cuts);
  const results = await progressing('ablate', rollouts, (onProgress) =>
    runAblation({ ...context, onProgress }, settings, flags['max-new-tokens'], methodSettings),
  );
  requireAnswers(results.problems, results.refused);
  return results;
}

/** Runs the attention into the run folder. */
export async function attendStep(
  context: CommandContext,
  layers: readonly NamedLayer[],
  flags: { 'max-new-tokens': number; protocol: Protocol },
  progressing: Progressing,
): Promise<AttentionResults> {
  const results = await progressing('attend', context.dataset.problems.length, (onProgress) =>
    runAttention({ ...context, onProgress }, layers, flags['max-new-tokens'], flags.protocol),
  );
  requireAnswers(results.problems, results.refused);
  return results;
}

/** Writes statistics and figures of the run folder. What is derived from results may always be made again. */
export function analyseStep(
  { run }: Pick<CommandContext, 'run'>,
  flags: { resamples: number; 'analysis-seed': number },
): Promise<{ summary: Summary; figures: string[] }> {
  return analyseRun(run, { resamples: flags.resamples, seed: flags['analysis-seed'] }, true);
}
