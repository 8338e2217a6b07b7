import { badSetting } from '../../words/errors.js';
import type { AblationSite, KnockoutQueries, LaterThoughts, MethodName } from '../arms/names.js';

/** An arm of a comparison as it was asked for: how single thoughts are ablated, before anything is fitted. */
export interface NamedArm {
  /** Unique in a comparison, such as "mean, total" or "knockout answer". */
  readonly name: string;
  readonly method: Exclude<MethodName, 'scale'>;
  readonly queries: KnockoutQueries;
  readonly site: AblationSite;
  readonly later: LaterThoughts;
}

/** The arms of the causal attention bench: methods, kinds of effect, edges, sites. */
export const DEFAULT_ARMS =
  'zero,zero-direct,mean,resample,noise,knockout-answer,knockout-thoughts,knockout-all,zero@embed,zero@attn_out,zero@mlp_out';

const VECTOR = /^(zero|mean|resample|noise)(-direct)?(?:@(resid_post|embed|attn_out|mlp_out))?$/;
const KNOCKOUT = /^knockout-(answer|thoughts|all)$/;

/**
 * Reads a list such as "zero,mean-direct,zero@embed,knockout-answer", or "default", into arms, each once, in the order
 * named. Throws `BAD_ARGUMENT` for anything else.
 */
export function parseArms(text: string): NamedArm[] {
  const parts = text.split(',').map((part) => part.trim());
  const arms = parts.flatMap((part) => (part === 'default' ? DEFAULT_ARMS.split(',') : [part])).map(armOf);
  return [...new Map(arms.map((arm) => [arm.name, arm])).values()];
}

function armOf(part: string): NamedArm {
  const [, queries] = KNOCKOUT.exec(part) ?? [];
  if (queries !== undefined) {
    return {
      name: `knockout ${queries}`,
      method: 'knockout',
      queries: queries as KnockoutQueries,
      site: 'attention',
      later: 'recompute',
    };
  }
  const [, method, direct, site = 'resid_post'] = VECTOR.exec(part) ?? [];
  if (method === undefined) {
    throw badSetting(
      'arms',
      `has "${part}"; use zero, mean, resample or noise, with -direct for the direct effect and @embed, @attn_out or @mlp_out for another site, knockout-answer, knockout-thoughts, knockout-all, or default.`,
    );
  }
  const where = site === 'resid_post' ? '' : ` at ${site}`;
  return {
    name: `${method}${where}, ${direct ? 'direct' : 'total'}`,
    method: method as 'zero' | 'mean' | 'resample' | 'noise',
    queries: 'answer',
    site: site as AblationSite,
    later: direct ? 'hold' : 'recompute',
  };
}
