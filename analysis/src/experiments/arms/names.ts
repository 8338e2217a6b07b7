/** Where an ablation changes something; `attention` is a knockout of edges. */
export const ABLATION_SITES = ['resid_post', 'embed', 'attn_out', 'mlp_out', 'head', 'attention'] as const;

/** One of them. */
export type AblationSite = (typeof ABLATION_SITES)[number];

/** What stands in the slot, or `knockout`: who may no longer look at it. */
export const ABLATION_METHODS = ['zero', 'mean', 'resample', 'noise', 'scale', 'knockout'] as const;

/** One of them. */
export type MethodName = (typeof ABLATION_METHODS)[number];

/** Who may no longer look at the ablated thoughts: the answer (EOT among it), later thoughts, or both. */
export const KNOCKOUT_QUERIES = ['answer', 'thoughts', 'all'] as const;

/** One of them. */
export type KnockoutQueries = (typeof KNOCKOUT_QUERIES)[number];

/** What becomes of the other thoughts: computed anew (total effect), or held at their clean values (direct effect). */
export const LATER_THOUGHTS = ['recompute', 'hold'] as const;

/** One of them. */
export type LaterThoughts = (typeof LATER_THOUGHTS)[number];

/** Where twins' thoughts are patched. */
export const TWIN_SITES = ['resid_post', 'embed'] as const;
