import { Later, NoiseKind, Site, type InterventionInit } from '@codiscope/proto';

import type { Problem } from '../../datasets/problem.js';
import type { LayerIndex } from '../../words/thought.js';
import type { PlannedVariant } from '../rollout-plan.js';
import type { AblationSite, KnockoutQueries, LaterThoughts } from './names.js';
import { setName, type ThoughtSet } from './thought-sets.js';

/** A method with all that it needs. Layers are those of the arm. */
export type AblationMethod =
  | { readonly name: 'zero' }
  /** `reference`: the id of a fitted reference. */
  | { readonly name: 'mean'; readonly reference: string }
  /** `donors`: numbers of the reference's questions, for each problem as many. */
  | {
      readonly name: 'resample';
      readonly reference: string;
      readonly donors: (problem: Problem) => readonly number[];
    }
  /** `sigma`: null for norm-matched noise, else added noise of so many times the slot's own scale. */
  | { readonly name: 'noise'; readonly sigma: number | null; readonly seed: number }
  | { readonly name: 'scale'; readonly factor: number }
  | { readonly name: 'knockout'; readonly queries: KnockoutQueries };

/** One way to ablate: where, how, and what becomes of the other thoughts. */
export interface AblationArm {
  readonly site: AblationSite;
  /** Null for `embed`, which is before the layers, and for knockouts in every layer. */
  readonly layer: LayerIndex | null;
  /** Query heads, for `head`; for a knockout empty means all. */
  readonly heads: readonly number[];
  readonly method: AblationMethod;
  readonly later: LaterThoughts;
}

/** A site as the server calls it; edges have none. */
export const WIRE_SITES = {
  resid_post: Site.RESID_POST,
  embed: Site.EMBED,
  attn_out: Site.ATTN_OUT,
  mlp_out: Site.MLP_OUT,
  head: Site.HEAD,
  attention: Site.UNSPECIFIED,
} as const;

/** Where a set of thoughts is changed, without the method. */
export function placeOf({ site, layer, heads, later }: AblationArm, set: ThoughtSet): InterventionInit {
  return {
    site: WIRE_SITES[site],
    layers: layer === null ? [] : [layer],
    heads: site === 'head' ? [...heads] : [],
    thoughts: [...set],
    later: later === 'hold' ? Later.HOLD : Later.RECOMPUTE,
  };
}

/** The ids of the variants that ablate a set, in order: one, or one a donor. */
export function armIds({ method }: AblationArm, set: ThoughtSet, donors: number): string[] {
  const id = `${method.name}:${setName(set)}`;
  if (method.name !== 'resample') return [id];
  return Array.from({ length: donors }, (_, index) => `${id}#${index + 1}`);
}

/** The variants that ablate a set of thoughts of a problem, which runs so many of them. */
export function armVariants(
  arm: AblationArm,
  set: ThoughtSet,
  problem: Problem,
  thoughts: number,
): PlannedVariant[] {
  const { method } = arm;
  const place = placeOf(arm, set);
  const one = (change: InterventionInit['method']): PlannedVariant[] => [
    { id: `${method.name}:${setName(set)}`, interventions: [{ ...place, method: change }] },
  ];
  switch (method.name) {
    case 'zero':
      return one({ $case: 'zero', value: {} });
    case 'scale':
      return one({ $case: 'scale', value: { factor: method.factor } });
    case 'noise': {
      const { sigma, seed } = method;
      // Sigma is of added noise alone.
      const kind =
        sigma === null ? { kind: NoiseKind.NORM_MATCHED, sigma: 0 } : { kind: NoiseKind.ADDED, sigma };
      return one({ $case: 'noise', value: { ...kind, seed } });
    }
    case 'mean':
      return one({ $case: 'mean', value: { reference: method.reference } });
    case 'resample':
      return method.donors(problem).map((donor, index) => ({
        id: `resample:${setName(set)}#${index + 1}`,
        interventions: [
          { ...place, method: { $case: 'resample', value: { reference: method.reference, donor } } },
        ],
      }));
    case 'knockout':
      return [knockoutVariant(arm, method.queries, set, thoughts)];
  }
}

function knockoutVariant(
  { layer, heads }: AblationArm,
  queries: KnockoutQueries,
  set: ThoughtSet,
  thoughts: number,
): PlannedVariant {
  // Of the thoughts, those behind the first that is cut off; an edge to itself stays.
  const later = Array.from({ length: thoughts }, (_, index) => index + 1);
  const edges = set.map((thought) => {
    const behind = queries === 'answer' ? [] : later.filter((each) => each > thought);
    const answer = queries !== 'thoughts';
    return { queries: { thoughts: behind, eot: answer, answer }, keys: { thoughts: [thought] } };
  });
  const place = { layers: layer === null ? [] : [layer], heads: [...heads] };
  const cut = edges.filter(({ queries: { thoughts: behind, answer } }) => behind.length > 0 || answer);
  return { id: `knockout:${setName(set)}`, knockouts: cut.map((edge) => ({ ...edge, ...place })) };
}
