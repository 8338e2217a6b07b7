import { AnalysisError } from '../words/errors.js';

/** A correlation that exists. `n` counts pairs. */
export interface DefinedCorrelation {
  readonly r: number;
  /** Two-sided, by Student's t, taking the pairs as independent. */
  readonly p: number;
  readonly n: number;
  readonly reason: null;
}

/** A correlation that has no value, and why. */
export interface UndefinedCorrelation {
  readonly r: null;
  readonly p: null;
  readonly n: number;
  readonly reason: string;
}

/** A correlation, or why there is none; never NaN. */
export type Correlation = DefinedCorrelation | UndefinedCorrelation;

/** The correlation of `n` pairs that has no value because of `reason`. */
export function undefinedCorrelation(n: number, reason: string): UndefinedCorrelation {
  return { r: null, p: null, n, reason };
}

/** Throws `BAD_ARGUMENT` unless x and y pair up and hold finite numbers only. */
export function assertPairs(x: readonly number[], y: readonly number[]): void {
  if (x.length !== y.length) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${x.length} values of x meet ${y.length} of y; give one y for each x.`,
    );
  }
  const bad = [...x, ...y].find((value) => !Number.isFinite(value));
  if (bad !== undefined) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `A value is ${bad}; leave pairs without a finite value out first.`,
    );
  }
}
