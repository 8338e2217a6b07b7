/**
 * The inputs and outputs of the step graph: what the engine feeds and fetches.
 *
 * Extents: P questions, R rows a question, B = P x R rows (row p * R + r), S new slots a row, T prefix slots,
 * s old suffix slots, s' = s + S, L layers, KV key/value heads, G query heads for each of them, hd head width,
 * D hidden size, E edit points, A vectors, N rows whose logits are wanted, V vocabulary.
 */
export const stepInput = {
  /** int64 [B, S]: the token of each slot; ignored where the slot is a thought. */
  token: 'token',
  /** bool [B, S]: whether the slot's input is the projection of `state` instead. */
  isThought: 'is_thought',
  /** float32 [B, D]: the final-norm output of each row's previous slot. */
  state: 'state',
  /** int64 [B, S]: absolute positions. */
  position: 'position',
  /** int64 [B, 1]: which of the S slots becomes the new `state`. */
  last: 'last',
  /** int64 [P * KV * R]: which suffix block [s, hd] of the previous step each (p, kv, r) continues. */
  suffixBlock: 'suffix_block',
  /** float32 [P, 1, R or 1, 1, S or 1, T]: added to the scores of the prefix. */
  prefixMask: 'prefix_mask',
  /** float32 [P or 1, 1, R or 1, 1, S or 1, s']: added to the scores of the suffix. */
  suffixMask: 'suffix_mask',
  /** int64 [N]: rows whose logits are wanted. */
  logitRow: 'logit_row',
  /** bool [E]: whether an edit point has any work; where false the tables below are not read. */
  editOn: 'edit_on',
  /** bool [E, B * S, 1]: which slots are edited. */
  editGate: 'edit_gate',
  /** int64 [E, B * S]: the slot (b * S + s) whose value is taken. */
  editSource: 'edit_source',
  /** float32 [E, B * S, 1]: the factor it is multiplied by. */
  editScale: 'edit_scale',
  /** int64 [E, B * S]: the row of `edit_vectors` that is added. */
  editVector: 'edit_vector',
  /** float32 [A, D]; A is at least 1. */
  editVectors: 'edit_vectors',
  /** float32 [P, KV, T, hd]. */
  prefixKey: (layer: number): string => `prefix_key_${layer}`,
  /** float32 [P, KV, T, hd]. */
  prefixValue: (layer: number): string => `prefix_value_${layer}`,
  /** float32 [P, KV, R0, s, hd], with the R0 rows of the previous step. */
  suffixKey: (layer: number): string => `suffix_key_${layer}`,
  /** float32 [P, KV, R0, s, hd]. */
  suffixValue: (layer: number): string => `suffix_value_${layer}`,
} as const;

/** Outputs of the step graph; extents as for `stepInput`. Fetch only what is read: each is copied. */
export const stepOutput = {
  /** float32 [B, D]: final-norm output of the slot that `last` names. */
  state: 'new_state',
  /** float32 [N, V + 2]: logits without the last row of the head, which the official code drops too. */
  logits: 'logits',
  /** int64 [N]: the largest logit's token. */
  next: 'next',
  /** float32 [P, KV, R, s', hd]. */
  suffixKey: (layer: number): string => `new_suffix_key_${layer}`,
  /** float32 [P, KV, R, s', hd]. */
  suffixValue: (layer: number): string => `new_suffix_value_${layer}`,
  /** float32 [P, KV, R, G, S, T + s']: attention weights; query head h is (h div G, h mod G). */
  attention: (layer: number): string => `attention_${layer}`,
  /** float32 [B, S, D]: the value at an edit point, after its edit. */
  value: (point: EditPoint): string => `value_${point.site}_${point.layer ?? 'input'}`,
} as const;

/** Sites at which the graph can change a vector. */
export type EditSite = 'embed' | 'attn_out' | 'mlp_out' | 'resid_post';

/** One place in the network: a site, and its decoder layer except for `embed`. */
export type EditPoint =
  | { readonly site: 'embed'; readonly layer: null }
  | { readonly site: Exclude<EditSite, 'embed'>; readonly layer: number };

const LAYER_SITES = ['attn_out', 'mlp_out', 'resid_post'] as const;

/** How many edit points a network of `layers` layers has. */
export function editPointCount(layers: number): number {
  return 1 + LAYER_SITES.length * layers;
}

/** The index of an edit point in the edit tables. */
export function editPointIndex(point: EditPoint): number {
  if (point.site === 'embed') return 0;
  return 1 + LAYER_SITES.length * point.layer + LAYER_SITES.indexOf(point.site);
}
