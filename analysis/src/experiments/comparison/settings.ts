import type { GetModelResponse } from '@codiscope/proto';

import { badSetting } from '../../words/errors.js';
import type { LayerIndex } from '../../words/thought.js';
import type { AblationArm } from '../arms/arm.js';
import { type MethodSettings, ablationMethod, needsReference } from '../arms/method.js';
import type { AblationSite, KnockoutQueries, LaterThoughts, MethodName } from '../arms/names.js';
import { FIT_DEFAULTS, type ReferenceChoice, canFit, fitChoice, fitReference } from '../arms/reference.js';
import type { Preparation } from '../experiment.js';
import { parseLayer } from '../layers.js';

/** What is compared, as asked for; undefined what was not. */
export interface ComparisonChoice extends ReferenceChoice {
  /** Names of arms, as `parseArms` reads them. */
  readonly arms: string;
  /** Of the arms that change vectors; knockouts are in every layer. */
  readonly layer?: string | undefined;
  /** Of a resample arm. */
  readonly donors?: number | undefined;
}

/** An arm that is ready to run. */
export interface ReadyArm {
  readonly name: string;
  readonly arm: AblationArm;
  /** Donors of each ablation; 1 unless the method is `resample`. */
  readonly donors: number;
  readonly methodSettings: MethodSettings;
}

/** What a comparison runs. */
export interface ComparisonSettings {
  readonly arms: readonly ReadyArm[];
  /** The reference whose questions are the cloud of clean values; empty without one. */
  readonly cloud: string;
}

/** Where an arm changes something. */
function placeOf(
  { method, site }: NamedArm,
  layer: LayerIndex,
): Pick<AblationArm, 'site' | 'layer' | 'heads'> {
  return { site, layer: method === 'knockout' || site === 'embed' ? null : layer, heads: [] };
}

/**
 * Makes arms of what was chosen; one reference of all their sites is fitted first. Without other problems of the
 * dataset's kind there are no distances to clean values, and arms that put other problems' values in are left out, or
 * refused where the choice is strict.
 *
 * @throws AnalysisError `BAD_ARGUMENT`.
 */
export function chooseComparison(
  choice: ComparisonChoice,
  model: GetModelResponse,
): Preparation<ComparisonSettings> {
  const named = parseArms(choice.arms);
  const { layer } = parseLayer(choice.layer ?? 'middle', 'layer', model);
  const { donors: wantedDonors = 5, methodSeed: seed = FIT_DEFAULTS.seed } = choice;
  return async (context) => {
    const known = canFit(choice, context.dataset);
    const needing = known ? [] : named.filter(({ method }) => needsReference(method));
    const names = needing.map(({ name }) => name).join('; ');
    if (needing.length > 0 && context.strict) {
      throw badSetting(
        'fitFrom',
        `is needed by the arms ${names}: means and donors are of other problems of the same kind; name a file of them, or other arms.`,
      );
    }
    const arms = named.filter((arm) => !needing.includes(arm));
    const places = arms.map((arm) => placeOf(arm, layer)).filter(({ site }) => site !== 'attention');
    const fitted =
      known && places.length > 0
        ? await fitReference(context, places, fitChoice(choice, context.dataset))
        : null;
    const settings = {
      arms: arms.map((arm): ReadyArm => {
        const donors = arm.method === 'resample' ? wantedDonors : 1;
        const wanted = { method: arm.method, queries: arm.queries, donors, seed, sigma: null, factor: 1 };
        const { method, methodSettings } = ablationMethod(wanted, fitted);
        return {
          name: arm.name,
          arm: { ...placeOf(arm, layer), method, later: arm.later },
          donors,
          methodSettings,
        };
      }),
      cloud: fitted?.id ?? '',
    };
    const notes =
      needing.length === 0
        ? []
        : [`without the arms ${names}, which need other problems to fit on; name a file of them`];
    return { settings, notes };
  };
}

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
