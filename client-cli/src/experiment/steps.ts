import {
  analyseRun,
  runAblation,
  runAttention,
  type AblationResults,
  type AblationSettings,
  type AttentionResults,
  type NamedLayer,
  type Summary,
} from '@codiscope/analysis';

import { CliError } from '../cli-error.js';
import { ExitCode } from '../exit-codes.js';
import type { CommandContext } from './experiment-command.js';

/** Runs `work` and shows how many of the `rollouts` are done. */
export type Progressing = <T>(
  label: string,
  rollouts: number,
  work: (onProgress: (done: number) => void) => Promise<T>,
) => Promise<T>;

/** Runs the ablation into the run folder. */
export async function ablateStep(
  context: CommandContext,
  settings: AblationSettings,
  flags: { 'max-new-tokens': number },
  progressing: Progressing,
): Promise<AblationResults> {
  const { dataset, model } = context;
  // The baseline, the sets, the self-patch and a cut after each number of thoughts.
  const rollouts = dataset.problems.length * (2 + settings.sets.length + model.thoughts);
  const results = await progressing('ablate', rollouts, (onProgress) =>
    runAblation({ ...context, onProgress }, settings, flags['max-new-tokens']),
  );
  requireAnswers(results);
  return results;
}

/** Runs the attention into the run folder. */
export async function attendStep(
  context: CommandContext,
  layers: readonly NamedLayer[],
  flags: { 'max-new-tokens': number },
  progressing: Progressing,
): Promise<AttentionResults> {
  const results = await progressing('attend', context.dataset.problems.length, (onProgress) =>
    runAttention({ ...context, onProgress }, layers, flags['max-new-tokens']),
  );
  requireAnswers(results);
  return results;
}

/** Writes statistics and figures of the run folder. What is derived from results may always be made again. */
export function analyseStep(
  { run }: Pick<CommandContext, 'run'>,
  flags: { resamples: number; 'analysis-seed': number },
): Promise<{ summary: Summary; figures: string[] }> {
  return analyseRun(run, { resamples: flags.resamples, seed: flags['analysis-seed'] }, true);
}

/** A run in which the server refused every problem has no results. */
function requireAnswers({ problems, refused }: AblationResults | AttentionResults): void {
  if (problems.length > 0) return;
  throw new CliError(
    'NOTHING_ANSWERED',
    ExitCode.failed,
    `the server refused every problem, the first because: ${refused[0]?.reason ?? 'no reason'}; choose problems that the model takes, and another name with --run.`,
  );
}
