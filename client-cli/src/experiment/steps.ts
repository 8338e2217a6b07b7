import {
  analyseRun,
  parseThoughtSets,
  runAblation,
  runAttention,
  type AblationResults,
  type AttentionResults,
  type ExperimentContext,
  type Summary,
} from '@codiscope/analysis';

import { parseLayer, parseLayers } from './layers.js';

/** A context whose progress is shown by the command. */
export type CommandContext = Omit<ExperimentContext, 'onProgress'>;

/** Runs `work` under a progress bar of `rollouts`. */
export type Progressing = <T>(label: string, rollouts: number, work: (onProgress: (done: number) => void) => Promise<T>) => Promise<T>;

/** The ablation that the flags ask for. */
export function ablateStep(
  context: CommandContext,
  flags: { layer: string; method: 'zero'; sets: string; later: 'recompute' | 'hold'; 'max-new-tokens': number },
  progressing: Progressing,
): Promise<AblationResults> {
  const { model, dataset } = context;
  const { layer } = parseLayer(flags.layer, 'layer', model);
  const sets = parseThoughtSets(flags.sets, model.thoughts);
  // The baseline, the sets, the self-patch and a cut after each number of thoughts.
  const rollouts = dataset.problems.length * (2 + sets.length + model.thoughts);
  return progressing('ablate', rollouts, (onProgress) =>
    runAblation({ ...context, onProgress }, { layer, method: flags.method, later: flags.later, sets }, flags['max-new-tokens']),
  );
}

/** The attention that the flags ask for. */
export function attendStep(
  context: CommandContext,
  flags: { layers: string; 'max-new-tokens': number },
  progressing: Progressing,
): Promise<AttentionResults> {
  const layers = parseLayers(flags.layers, context.model);
  return progressing('attend', context.dataset.problems.length, (onProgress) =>
    runAttention({ ...context, onProgress }, layers, flags['max-new-tokens']),
  );
}

/** The statistics and figures that the flags ask for. */
export function analyseStep(
  context: Pick<CommandContext, 'run' | 'resume'>,
  flags: { resamples: number; 'analysis-seed': number },
): Promise<{ summary: Summary; figures: string[] }> {
  return analyseRun(context.run, { resamples: flags.resamples, seed: flags['analysis-seed'] }, context.resume);
}
