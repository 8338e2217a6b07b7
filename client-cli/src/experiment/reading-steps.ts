import {
  runDecomposition,
  runLens,
  runRouting,
  type DecompositionResults,
  type LensResults,
  type LensSettings,
  type NamedLayer,
  type RoutingResults,
} from '@codiscope/analysis';

import type { CommandContext, Progressing } from './experiment-command.js';
import { requireAnswers } from './require-answers.js';
import type { TokenFlags } from './settings.js';

/** What each thought decodes to, into the run folder. */
export async function lensStep(
  context: CommandContext,
  settings: LensSettings,
  flags: TokenFlags,
  progressing: Progressing,
): Promise<LensResults> {
  const results = await progressing('lens', context.dataset.problems.length, (onProgress) =>
    runLens({ ...context, onProgress }, settings, flags['max-new-tokens']),
  );
  requireAnswers(results.problems, results.refused);
  return results;
}

/** Where thoughts look in the question, into the run folder. */
export async function routeStep(
  context: CommandContext,
  layers: readonly NamedLayer[],
  flags: TokenFlags,
  progressing: Progressing,
): Promise<RoutingResults> {
  const results = await progressing('route', context.dataset.problems.length, (onProgress) =>
    runRouting({ ...context, onProgress }, layers, flags['max-new-tokens']),
  );
  requireAnswers(results.problems, results.refused);
  return results;
}

/** What the answer's logit is owed to, into the run folder. */
export async function decomposeStep(
  context: CommandContext,
  flags: TokenFlags,
  progressing: Progressing,
): Promise<DecompositionResults> {
  const results = await progressing('decompose', context.dataset.problems.length, (onProgress) =>
    runDecomposition({ ...context, onProgress }, flags['max-new-tokens']),
  );
  requireAnswers(results.problems, results.refused);
  return results;
}
