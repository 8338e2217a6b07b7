import { runTwins, twinRollouts, type TwinResults, type TwinSettings } from '@codiscope/analysis';

import type { CommandContext, Progressing } from './experiment-command.js';
import { requireAnswers } from './require-answers.js';
import type { TokenFlags } from './settings.js';

/** Thoughts of twins patched into each other's runs, into the run folder. */
export async function twinsStep(
  context: CommandContext,
  settings: TwinSettings,
  flags: TokenFlags,
  progressing: Progressing,
): Promise<TwinResults> {
  const rollouts = settings.twinned.pairs.length * twinRollouts(context.model.thoughts);
  const results = await progressing('twins', rollouts, (onProgress) =>
    runTwins({ ...context, onProgress }, settings, flags['max-new-tokens']),
  );
  requireAnswers(results.pairs, results.refused);
  return results;
}
