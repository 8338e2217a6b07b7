import type { Problem } from './problem.js';
import type { Step } from './step.js';
import type { ValueRange } from './value-range.js';

/** A problem whose steps are known as structure: where every operand comes from, not only what it is. */
export interface WorkedProblem {
  readonly problem: Problem;
  /** In order; the last one's result is the answer. */
  readonly steps: readonly Step[];
  /**
   * What else the steps could mean when the same value occurs twice, such as a 5 of the question and an earlier
   * result of 5. Empty for generated problems: their structure is the one that they were made with.
   */
  readonly otherReadings: readonly (readonly Step[])[];
  /** Per number of the question in digits: what it could be and leave a problem of the same kind. */
  readonly numberRanges: readonly ValueRange[];
  /** Per step: what its result could be and leave a problem of the same kind. */
  readonly resultRanges: readonly ValueRange[];
}
