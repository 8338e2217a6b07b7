import type { GetModelResponse } from '@codiscope/proto';

import { badSetting } from '../../words/errors.js';
import type { Protocol } from '../../words/protocol.js';
import type { LayerIndex } from '../../words/thought.js';
import { needsReference } from '../arms/method.js';
import type { AblationSite, KnockoutQueries, LaterThoughts, MethodName } from '../arms/names.js';
import type { ReferenceChoice } from '../arms/reference.js';
import { parseLayer } from '../layers.js';
import type { WholeRunChoice } from '../experiment.js';

/** An ablation as it is asked for; undefined what was not asked for. */
export interface AblationChoice extends ReferenceChoice {
  readonly protocol: Protocol;
  readonly site: AblationSite;
  /** A preset or a number. */
  readonly layer?: string | undefined;
  /** Query heads, such as "0,3". */
  readonly heads?: string | undefined;
  readonly method: MethodName;
  readonly donors?: number | undefined;
  readonly sigma?: number | undefined;
  readonly factor?: number | undefined;
  readonly queries?: KnockoutQueries | undefined;
  /** Sets of thoughts, as `parseThoughtSets` reads them. */
  readonly sets: string;
  readonly later: LaterThoughts;
}

/** Which methods hear each setting. */
const HEARD_BY = {
  donors: ['resample'],
  sigma: ['noise'],
  factor: ['scale'],
  queries: ['knockout'],
  methodSeed: ['noise', 'resample', 'mean'],
  fitFrom: ['mean', 'resample'],
  fitProblems: ['mean', 'resample'],
} as const satisfies Partial<Record<keyof AblationChoice, readonly MethodName[]>>;

/**
 * Refuses settings that the method would not hear, and those that do not go together.
 *
 * @throws AnalysisError `BAD_ARGUMENT`.
 */
export function requireFitting(choice: AblationChoice): void {
  const { method, site } = choice;
  for (const [setting, methods] of Object.entries(HEARD_BY)) {
    const given = choice[setting as keyof typeof HEARD_BY] !== undefined;
    if (!given || (methods as readonly MethodName[]).includes(method)) continue;
    throw badSetting(
      setting,
      `goes with the method ${methods.join(' or ')}, not with ${method}; leave it out.`,
    );
  }
  if ((site === 'attention') !== (method === 'knockout')) {
    throw badSetting(
      'site',
      `${site} does not go with the method ${method}; knockouts are at the site attention, and nothing else is.`,
    );
  }
  if (method === 'scale' && choice.factor === undefined)
    throw badSetting('factor', 'is needed by the method scale.');
  if (choice.sigma !== undefined && !(choice.sigma > 0)) throw badSetting('sigma', 'must be above 0.');
  if (site === 'head' && choice.heads === undefined)
    throw badSetting('heads', 'are needed at the site head, such as 0,3.');
  if (choice.heads !== undefined && site !== 'head' && site !== 'attention') {
    throw badSetting('heads', `go with the site head or attention, not with ${site}; leave them out.`);
  }
  if (site === 'embed' && choice.layer !== undefined) {
    throw badSetting(
      'layer',
      'does not go with the site embed, which is before the first layer; leave it out.',
    );
  }
  if (method === 'knockout' && choice.later === 'hold') {
    throw badSetting('later', 'does not go with a knockout, which holds nothing; leave it out.');
  }
  const plain = site === 'resid_post' && method === 'zero' && choice.later === 'recompute';
  if (choice.protocol === 'origin' && !plain) {
    throw badSetting(
      'protocol',
      'origin has one ablation: the method zero at the site resid_post, recomputed; leave the others out.',
    );
  }
}

/**
 * The layer that is ablated; null where there is none or all are.
 *
 * @throws AnalysisError `BAD_ARGUMENT`.
 */
export function layerOf(choice: AblationChoice, model: GetModelResponse): LayerIndex | null {
  if (choice.site === 'embed' || (choice.site === 'attention' && choice.layer === undefined)) return null;
  const { layer } = parseLayer(choice.layer ?? 'middle', 'layer', model);
  if (choice.protocol === 'origin' && layer === 0) {
    throw badSetting(
      'layer',
      'is 0; the origin protocol overwrites a layer with the one before it: use 1 or more.',
    );
  }
  return layer;
}

/** The heads of a list such as "0,3". */
export function parseHeads(text: string | undefined, { heads, id }: GetModelResponse): number[] {
  if (text === undefined) return [];
  const numbers = text.split(',').map((part) => (/^\d+$/.test(part.trim()) ? Number(part) : Number.NaN));
  if (numbers.every((head) => head < heads)) return [...new Set(numbers)].sort((a, b) => a - b);
  throw badSetting(
    'heads',
    `has "${text}"; use numbers from 0 to ${heads - 1}, such as 0,3 (${id} has ${heads}).`,
  );
}

/** The ablation of a whole run. What the comparison hears too is no mistake where this method does not. */
export function choiceOfRun(whole: WholeRunChoice, parts: readonly string[]): AblationChoice {
  if (!parts.includes('compare')) return whole;
  const { method } = whole;
  const fits = needsReference(method);
  return {
    ...whole,
    donors: method === 'resample' ? whole.donors : undefined,
    methodSeed: fits || method === 'noise' ? whole.methodSeed : undefined,
    fitFrom: fits ? whole.fitFrom : undefined,
    fitProblems: fits ? whole.fitProblems : undefined,
  };
}
