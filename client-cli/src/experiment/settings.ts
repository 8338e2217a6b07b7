import { AnalysisError, type LensSettings, type NamedLayer } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { parseLayers } from './layers.js';

/** The flags of every experiment. */
export interface TokenFlags {
  readonly 'max-new-tokens': number;
}

/** The flags of `attentionFlags`. */
interface AttentionFlags extends TokenFlags {
  readonly layers: string;
}

/** The flags of `lensFlags`. */
interface LensFlags extends AttentionFlags {
  readonly top: number;
}

/** Refuses what every single rollout would be refused for. */
export function requireTokenLimit(
  { 'max-new-tokens': wanted }: TokenFlags,
  { limits }: GetModelResponse,
): void {
  if (!limits || wanted <= limits.maxNewTokens) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `--max-new-tokens is ${wanted}; the server gives at most ${limits.maxNewTokens}: ask for that or less.`,
  );
}

/** What the flags of `lensFlags` read in this model; throws `BAD_ARGUMENT` for a layer that it has not. */
export function lensSettings(flags: LensFlags, model: GetModelResponse): LensSettings {
  return { layers: attentionSettings(flags, model), top: flags.top };
}

/** Which layers of this model the flags read; throws `BAD_ARGUMENT` for one that it has not. */
export function attentionSettings(flags: AttentionFlags, model: GetModelResponse): readonly NamedLayer[] {
  requireTokenLimit(flags, model);
  return parseLayers(flags.layers, model);
}
