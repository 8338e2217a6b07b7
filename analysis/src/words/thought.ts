/** The number of a continuous thought, counted from 1. A slot or an array index is never one. */
export type ThoughtNumber = number & { readonly __brand: 'ThoughtNumber' };

/** A decoder layer, counted from 0: "output of layer L" is the residual stream after block L. */
export type LayerIndex = number & { readonly __brand: 'LayerIndex' };

/** The thoughts 1..count, in order. */
export function thoughtsUpTo(count: number): ThoughtNumber[] {
  return Array.from({ length: count }, (_, index) => (index + 1) as ThoughtNumber);
}
