import { AnalysisError } from '../words/errors.js';

/** Throws `BAD_ARGUMENT` unless all are p values: a missing one has to be left out of its family, not counted as NaN. */
export function assertPValues(pValues: readonly number[]): void {
  const bad = pValues.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A p value is ${bad}; leave undefined ones out of the family first.`,
    );
  }
}
