import {
  encodeTensor,
  Later,
  Site,
  type InterventionInit,
  type KnockoutInit,
  type VariantInit,
} from '@codiscope/proto';

import type {
  ReferenceCase,
  ReferenceEdit,
  ReferenceFixture,
  ReferenceKnockout,
  ReferenceSlots,
} from './reference-fixture.js';

/** The contract's names of the reference's sites. */
export const SITES = {
  embed: Site.EMBED,
  attn_out: Site.ATTN_OUT,
  mlp_out: Site.MLP_OUT,
  resid_post: Site.RESID_POST,
  head: Site.HEAD,
} as const;

/** A case of the reference as a variant of a request. */
export async function variantOf(
  { name, truncate_to, later, edits = [], knockouts = [] }: ReferenceCase,
  { questions, tensor }: ReferenceFixture,
  question: number,
): Promise<VariantInit> {
  return {
    id: name,
    ...(truncate_to !== undefined && { thoughts: truncate_to }),
    interventions: await Promise.all(
      edits.map((edit) => interventionOf(edit, later, tensor, questions[question]?.length ?? 0)),
    ),
    knockouts: knockouts.map(knockoutOf),
  };
}

/** An edit of the reference as an intervention. Source question `q` is named `question q`. */
export async function interventionOf(
  { site, layers = [], heads = [], slots, scale, add, patch_from }: ReferenceEdit,
  later: 'hold' | undefined,
  tensor: ReferenceFixture['tensor'],
  questionTokens: number,
): Promise<InterventionInit> {
  const { question = [], bot = false, thoughts = [], eot = false } = slots;
  const everywhere = Array.from({ length: questionTokens }, (_, position) => position);
  const vector = add === undefined ? null : await tensor(`vector.${add}`);
  return {
    site: SITES[site],
    layers,
    heads,
    thoughts,
    questionPositions: question === 'all' ? everywhere : question,
    bot,
    eot,
    later: later === 'hold' ? Later.HOLD : Later.RECOMPUTE,
    method:
      patch_from !== undefined
        ? { $case: 'patch', value: { source: `question ${patch_from}` } }
        : scale === 0 && !vector
          ? { $case: 'zero', value: {} }
          : vector
            ? {
                $case: 'affine',
                value: { scale: scale ?? 1, add: encodeTensor({ shape: [vector.length], data: vector }) },
              }
            : { $case: 'scale', value: { factor: scale ?? 1 } },
  };
}

function knockoutOf({ queries, keys, layers, heads = [] }: ReferenceKnockout): KnockoutInit {
  return { queries: slotsOf(queries), keys: slotsOf(keys), layers, heads };
}

function slotsOf({ question = [], ...rest }: ReferenceSlots): NonNullable<KnockoutInit['queries']> {
  return question === 'all' ? { question: true, ...rest } : { questionPositions: question, ...rest };
}
