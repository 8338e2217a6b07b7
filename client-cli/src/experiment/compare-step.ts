import {
  comparedRollouts,
  prepareComparison,
  runComparison,
  type ComparisonChoice,
  type ComparisonResults,
  type ComparisonSettings,
} from '@codiscope/analysis';

import type { CommandContext, Progressing } from './experiment-command.js';
import { requireAnswers } from './require-answers.js';
import type { TokenFlags } from './settings.js';

/** Methods, sites and kinds of effect side by side, into the run folder. */
export async function compareStep(
  context: CommandContext,
  choice: ComparisonChoice,
  flags: TokenFlags,
  progressing: Progressing,
): Promise<ComparisonResults> {
  const { dataset, model } = context;
  const prepare = (onFit: (done: number) => void): Promise<ComparisonSettings> =>
    prepareComparison({ ...context, onFit }, choice);
  const settings = choice.fit
    ? await progressing('fit', choice.fit.problems, prepare)
    : await prepare(() => undefined);
  const rollouts = dataset.problems.length * comparedRollouts(settings.arms, model.thoughts);
  const results = await progressing('compare', rollouts, (onProgress) =>
    runComparison({ ...context, onProgress }, settings, flags['max-new-tokens']),
  );
  requireAnswers(results.problems, results.refused);
  return results;
}
