import {
  AnalysisError,
  parseThoughtSets,
  type AblationSite,
  type FitChoice,
  type KnockoutQueries,
  type LayerIndex,
  type MethodChoice,
  type MethodName,
  type Protocol,
  type ThoughtSet,
} from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { parseLayer } from './layers.js';
import { requireTokenLimit, type TokenFlags } from './settings.js';

/** The flags of `ablationFlags` and `protocolFlags`; undefined what was not asked for. */
export interface AblationFlags extends TokenFlags {
  readonly protocol: Protocol;
  readonly site: AblationSite;
  readonly layer?: string | undefined;
  readonly heads?: string | undefined;
  readonly method: MethodName;
  readonly donors?: number | undefined;
  readonly sigma?: number | undefined;
  readonly factor?: number | undefined;
  readonly queries?: KnockoutQueries | undefined;
  readonly 'method-seed'?: number | undefined;
  readonly 'fit-from'?: string | undefined;
  readonly 'fit-problems'?: number | undefined;
  readonly sets: string;
  readonly later: 'recompute' | 'hold';
}

/** What the flags ask for, checked against the model; what must be fitted first is not fitted yet. */
export interface AblationChoice extends MethodChoice {
  readonly protocol: Protocol;
  readonly site: AblationSite;
  readonly layer: LayerIndex | null;
  readonly heads: readonly number[];
  /** Where from; null when the dataset decides. */
  readonly fitFrom: FitChoice['from'] | null;
  readonly fitProblems: number;
  readonly sets: readonly ThoughtSet[];
  readonly later: 'recompute' | 'hold';
}

/** Which method each flag is for. */
const TAKES: readonly (readonly [flag: keyof AblationFlags, methods: readonly MethodName[]])[] = [
  ['donors', ['resample']],
  ['sigma', ['noise']],
  ['factor', ['scale']],
  ['queries', ['knockout']],
  ['method-seed', ['noise', 'resample', 'mean']],
  ['fit-from', ['mean', 'resample']],
  ['fit-problems', ['mean', 'resample']],
];

const wrong = (message: string): AnalysisError => new AnalysisError('BAD_ARGUMENT', message);

/** Refuses flags that the method would not hear. */
function requireFitting(flags: AblationFlags): void {
  const { method, site } = flags;
  for (const [flag, methods] of TAKES) {
    if (flags[flag] === undefined || methods.includes(method)) continue;
    throw wrong(`--${flag} goes with --method ${methods.join(' or ')}, not with ${method}; leave it out.`);
  }
  if ((site === 'attention') !== (method === 'knockout')) {
    throw wrong(
      `--site ${site} does not go with --method ${method}; knockouts are at --site attention, and nothing else is.`,
    );
  }
  if (method === 'scale' && flags.factor === undefined) throw wrong('--method scale needs --factor.');
  if (flags.sigma !== undefined && !(flags.sigma > 0)) throw wrong('--sigma must be above 0.');
  if (site === 'head' && flags.heads === undefined) throw wrong('--site head needs --heads, such as 0,3.');
  if (flags.heads !== undefined && site !== 'head' && site !== 'attention') {
    throw wrong(`--heads goes with --site head or attention, not with ${site}; leave it out.`);
  }
  if (site === 'embed' && flags.layer !== undefined) {
    throw wrong('--site embed is before the first layer; leave --layer out.');
  }
  if (method === 'knockout' && flags.later === 'hold') {
    throw wrong('A knockout holds nothing; leave --later out.');
  }
  const plain = site === 'resid_post' && method === 'zero' && flags.later === 'recompute';
  if (flags.protocol === 'origin' && !plain) {
    throw wrong(
      'The origin protocol knows one ablation: --method zero at --site resid_post, recomputed; leave the others out.',
    );
  }
}

/** The heads of a list such as "0,3". */
function parseHeads(text: string | undefined, { heads, id }: GetModelResponse): number[] {
  if (text === undefined) return [];
  const numbers = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (numbers.every((head) => head < heads)) return [...new Set(numbers)].sort((a, b) => a - b);
  throw wrong(`--heads has "${text}"; use numbers from 0 to ${heads - 1}, such as 0,3 (${id} has ${heads}).`);
}

function layerOf(flags: AblationFlags, model: GetModelResponse): LayerIndex | null {
  if (flags.site === 'embed' || (flags.site === 'attention' && flags.layer === undefined)) return null;
  const { layer } = parseLayer(flags.layer ?? 'middle', 'layer', model);
  if (flags.protocol === 'origin' && layer === 0) {
    throw wrong(
      '--layer is 0; the origin protocol overwrites a layer with the one before it: use 1 or more.',
    );
  }
  return layer;
}

/** What the flags ablate in this model; throws `BAD_ARGUMENT` for what it has not or what does not go together. */
export function ablationChoice(flags: AblationFlags, model: GetModelResponse): AblationChoice {
  requireTokenLimit(flags, model);
  requireFitting(flags);
  const from = flags['fit-from'];
  return {
    protocol: flags.protocol,
    site: flags.site,
    layer: layerOf(flags, model),
    heads: parseHeads(flags.heads, model),
    method: flags.method,
    donors: flags.method === 'resample' ? (flags.donors ?? 10) : 1,
    sigma: flags.sigma ?? null,
    factor: flags.factor ?? 1,
    queries: flags.queries ?? 'answer',
    seed: flags['method-seed'] ?? 42,
    fitFrom: from === undefined ? null : from === 'gsm-mini' ? from : { file: from },
    fitProblems: flags['fit-problems'] ?? 100,
    // Statistics and figures are made of the single thoughts, so those are always among the sets.
    sets: parseThoughtSets(`singles,${flags.sets}`, model.thoughts),
    later: flags.later,
  };
}
