import { assertPValues } from './p-values.js';

/**
 * Benjamini and Hochberg's step-up adjustment (1995): p values that may be read against a false discovery rate. For
 * maps (layer x head) with independent or positively dependent tests; Holm's `holm` where every claim must stand.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  assertPValues(pValues);
  const adjusted = pValues.map(() => 1);
  const descending = [...pValues.entries()].sort(([, a], [, b]) => b - a);
  let smallest = 1;
  for (const [place, [index, p]] of descending.entries()) {
    smallest = Math.min(smallest, (pValues.length / (pValues.length - place)) * p);
    adjusted[index] = smallest;
  }
  return adjusted;
}
