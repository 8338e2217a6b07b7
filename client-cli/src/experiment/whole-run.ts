import { needsReference, type LensSettings, type NamedLayer } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { ablationChoice, type AblationChoice, type AblationFlags } from './ablation-choice.js';
import { flaggedComparison, type FlaggedComparison } from './comparison-choice.js';
import { parseLayers } from './layers.js';
import { parseParts, type RunPart } from './run-parts.js';
import { attentionSettings } from './settings.js';
import { flaggedTwins, type FlaggedTwins } from './twin-choice.js';

/** The flags of a whole run. Flags of the ablation that mean the same for the comparison are heard by both. */
export interface WholeRunFlags extends AblationFlags {
  readonly only?: string | undefined;
  readonly layers: string;
}

/** What a whole run does, checked against the model before anything is begun. */
export interface WholeRun {
  readonly parts: readonly RunPart[];
  /** Whether the parts were named: then one that cannot be done is an error. */
  readonly named: boolean;
  readonly ablate: AblationChoice;
  /** Layers of attention and routing. */
  readonly attend: readonly NamedLayer[];
  readonly lens: LensSettings;
  readonly compare: FlaggedComparison;
  readonly twins: FlaggedTwins;
}

/** What the flags do in this model; throws `BAD_ARGUMENT` for what it has not or what does not go together. */
export function wholeRun(flags: WholeRunFlags, model: GetModelResponse): WholeRun {
  const parts = parseParts(flags.only, flags.protocol);
  const { 'max-new-tokens': limit, layer } = flags;
  return {
    parts,
    named: flags.only !== undefined,
    ablate: ablationChoice(parts.includes('compare') ? withoutShared(flags) : flags, model),
    attend: attentionSettings(flags, model),
    lens: { layers: parseLayers('all', model), top: 5 },
    compare: flaggedComparison({ ...flags, arms: 'default' }, model),
    twins: flaggedTwins({ 'max-new-tokens': limit, site: 'resid_post', layer, 'twin-seed': 42 }, model),
  };
}

/** Without the flags that the comparison hears and this ablation would refuse. */
function withoutShared(flags: AblationFlags): AblationFlags {
  const { method } = flags;
  const fits = needsReference(method);
  return {
    ...flags,
    donors: method === 'resample' ? flags.donors : undefined,
    'method-seed': fits || method === 'noise' ? flags['method-seed'] : undefined,
    'fit-from': fits ? flags['fit-from'] : undefined,
    'fit-problems': fits ? flags['fit-problems'] : undefined,
  };
}
