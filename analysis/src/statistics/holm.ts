import { assertPValues } from './p-values.js';

/** Holm's step-down adjustment (Holm 1979): p values that may be read against one level for the whole family. */
export function holm(pValues: readonly number[]): number[] {
  assertPValues(pValues);
  const adjusted = pValues.map(() => 1);
  const ascending = [...pValues.entries()].sort(([, a], [, b]) => a - b);
  let largest = 0;
  for (const [rank, [index, p]] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
