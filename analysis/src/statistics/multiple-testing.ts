import { AnalysisError } from '../words/errors.js';

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

/** Throws `BAD_ARGUMENT` unless all are p values: a missing one has to be left out of its family, not counted as NaN. */
function assertPValues(pValues: readonly number[]): void {
  const bad = pValues.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A p value is ${bad}; leave undefined ones out of the family first.`,
    );
  }
}
