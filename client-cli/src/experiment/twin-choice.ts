import {
  AnalysisError,
  CODI_MINI_VALUES,
  twinsOfProblems,
  type Dataset,
  type TwinPlace,
  type TwinSettings,
  type ValueRange,
} from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { parseLayer } from './layers.js';
import { requireTokenLimit, type TokenFlags } from './settings.js';

/** The flags of `twinFlags`; undefined what was not asked for. */
export interface TwinFlags extends TokenFlags {
  readonly site: TwinPlace['site'];
  readonly layer?: string | undefined;
  readonly 'twin-seed': number;
  readonly values?: string | undefined;
}

/** What the flags patch, checked against the model; twins come with the dataset. */
export interface FlaggedTwins {
  readonly place: TwinPlace;
  readonly seed: number;
  /** Null when the dataset decides. */
  readonly values: ValueRange | null;
}

/** Where nothing is known about the values that a model takes. */
const ANY_VALUES: ValueRange = { lowest: 0, highest: 100_000 };

/** What the flags patch in this model; throws `BAD_ARGUMENT` for what it has not or what does not go together. */
export function flaggedTwins(flags: TwinFlags, model: GetModelResponse): FlaggedTwins {
  requireTokenLimit(flags, model);
  if (flags.site === 'embed' && flags.layer !== undefined) {
    throw new AnalysisError('BAD_ARGUMENT', '--site embed is before the first layer; leave --layer out.');
  }
  const { layer } = parseLayer(flags.layer ?? 'middle', 'layer', model);
  return {
    place: { site: flags.site, layer: flags.site === 'embed' ? null : layer },
    seed: flags['twin-seed'],
    values: flags.values === undefined ? null : parseValues(flags.values),
  };
}

function parseValues(text: string): ValueRange {
  const [, low, high] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const [lowest, highest] = [Number(low), Number(high)];
  if (lowest <= highest) return { lowest, highest };
  throw new AnalysisError('BAD_ARGUMENT', `--values has "${text}"; use a range such as 0-60.`);
}

/** The twins of these problems; those of gsm-mini keep to the values of its problems unless asked otherwise. */
export function twinSettings({ place, seed, values }: FlaggedTwins, dataset: Dataset): TwinSettings {
  const choice = {
    seed,
    values: values ?? (dataset.source === 'gsm-mini' ? CODI_MINI_VALUES : ANY_VALUES),
  };
  return { place, choice, twinned: twinsOfProblems(dataset.problems, choice) };
}
