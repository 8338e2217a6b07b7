/** Names of the edit tables of one group of edit points. */
export interface EditInputs {
  /** bool [E]: whether an edit point has any work; where false the tables are not read for it. */
  readonly on: string;
  /** int64 [E]: which row of the tables is the point's. */
  readonly row: string;
  /** bool [W, U, 1]: which vectors are edited. */
  readonly gate: string;
  /** int64 [W, U]: the vector whose value is taken. */
  readonly source: string;
  /** float32 [W, U, 1]: the factor it is multiplied by. */
  readonly scale: string;
  /** int64 [W, U]: the row of `vectors` that is added. */
  readonly vector: string;
  /** bool [W, U, 1]: whether what is added is multiplied by the norm of the value taken. */
  readonly byNorm: string;
  /** float32 [A, width]; A is at least 1. */
  readonly vectors: string;
}

function editInputs(stem: string): EditInputs {
  const name = (part: string): string => `${stem}_${part}`;
  return {
    on: name('on'),
    row: name('row'),
    gate: name('gate'),
    source: name('source'),
    scale: name('scale'),
    vector: name('vector'),
    byNorm: name('by_norm'),
    vectors: name('vectors'),
  };
}

/**
 * The inputs and outputs of the step graph: what the engine feeds and fetches.
 *
 * Extents: P prefixes, R rows a prefix, B = P x R rows (row p * R + r), S new slots a row, T prefix slots,
 * s old suffix slots, s' = s + S, L layers, KV key/value heads, G query heads for each of them, H = KV x G,
 * hd head width, D hidden size, E edit points of a group, W of them with work, U vectors at a point, A added vectors,
 * M knockout masks, N rows whose logits are wanted, V vocabulary.
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
  /** Edits of vectors of the hidden size: U = B * S, vector b * S + s; points by `editPointIndex`. */
  edit: editInputs('edit'),
  /** Edits of heads: U = B * S * H, vector (b * S + s) * H + h; the point of layer L is L. */
  headEdit: editInputs('head_edit'),
  /** bool [L]: whether a layer's attention has knockouts; where false the mask is not read for it. */
  knockoutOn: 'knockout_on',
  /** int64 [L]: which mask is the layer's. */
  knockoutRow: 'knockout_row',
  /** float32 [M, P, KV or 1, R, G or 1, S or 1, T + s']: added to the scores. */
  knockoutMask: 'knockout_mask',
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
  /** float32 [B, S, D]: the value at an edit point, after its edit; [B, S, H * hd] at `head`. */
  value: (point: EditPoint): string => `value_${point.site}_${point.layer ?? 'input'}`,
} as const;

/** Sites of vectors of the hidden size that belong to a layer, in the order of the computation. */
const LAYER_SITES = ['attn_out', 'mlp_out', 'resid_post'] as const;

/** Sites at which the graph can change a vector. */
export type EditSite = 'embed' | 'head' | (typeof LAYER_SITES)[number];

/** One place in the network: a site, and its decoder layer except for `embed`. */
export type EditPoint =
  | { readonly site: 'embed'; readonly layer: null }
  | { readonly site: Exclude<EditSite, 'embed'>; readonly layer: number };

/** How many edit points of the hidden size a network of `layers` layers has. */
export function editPointCount(layers: number): number {
  return 1 + LAYER_SITES.length * layers;
}

/** The index of an edit point in the tables of its group: `stepInput.headEdit` for heads, else `stepInput.edit`. */
export function editPointIndex(point: EditPoint): number {
  if (point.site === 'embed') return 0;
  if (point.site === 'head') return point.layer;
  return 1 + LAYER_SITES.length * point.layer + LAYER_SITES.indexOf(point.site);
}
