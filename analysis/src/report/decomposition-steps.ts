import type { ProblemDecomposition } from '../results/decomposition.js';

/** Gold minus rival at the number token, in parts. */
export type Parts = NonNullable<ProblemDecomposition['difference']>;

/** Names of the parts in the order of `partValues`. */
export function partNames(groups: readonly string[]): string[] {
  return [...groups, 'mlp', 'embedding', 'bias'];
}

/** What each group of source slots (over all layers), all MLPs, embedding and bias give to the difference. */
export function partValues({ attention, mlp, embedding, bias }: Parts, groups: number): number[] {
  const sources = Array.from({ length: groups }, (_, group) =>
    attention.reduce((sum, layer) => sum + (layer[group] ?? 0), 0),
  );
  return [...sources, mlp.reduce((sum, value) => sum + value, 0), embedding, bias];
}
