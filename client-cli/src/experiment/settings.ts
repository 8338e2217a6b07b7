import { AnalysisError, parseThoughtSets, type AblationSettings, type NamedLayer } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { parseLayer, parseLayers } from './layers.js';

/** The flags of every experiment. */
interface TokenFlags {
  readonly 'max-new-tokens': number;
}

/** The flags of `ablationFlags`. */
interface AblationFlags extends TokenFlags {
  readonly layer: string;
  readonly method: 'zero';
  readonly sets: string;
  readonly later: 'recompute' | 'hold';
}

/** The flags of `attentionFlags`. */
interface AttentionFlags extends TokenFlags {
  readonly layers: string;
}

/** Refuses what every single rollout would be refused for. */
function requireTokenLimit({ 'max-new-tokens': wanted }: TokenFlags, { limits }: GetModelResponse): void {
  if (!limits || wanted <= limits.maxNewTokens) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `--max-new-tokens is ${wanted}; the server gives at most ${limits.maxNewTokens}: ask for that or less.`,
  );
}

/** What the flags ablate in this model; throws `BAD_ARGUMENT` for a layer or thought that it has not. */
export function ablationSettings(flags: AblationFlags, model: GetModelResponse): AblationSettings {
  requireTokenLimit(flags, model);
  const { layer } = parseLayer(flags.layer, 'layer', model);
  return {
    layer,
    method: flags.method,
    later: flags.later,
    // Statistics and figures are made of the single thoughts, so those are always among the sets.
    sets: parseThoughtSets(`singles,${flags.sets}`, model.thoughts),
  };
}

/** Which layers of this model the flags read; throws `BAD_ARGUMENT` for one that it has not. */
export function attentionSettings(flags: AttentionFlags, model: GetModelResponse): readonly NamedLayer[] {
  requireTokenLimit(flags, model);
  return parseLayers(flags.layers, model);
}
