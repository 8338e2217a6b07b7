import type { Problem } from './problem.js';

/** The four ways to calculate. */
export type Operator = '+' | '-' | '*' | '/';

/** What a step calculates with, and its value in this problem. */
export type Operand =
  /** The question's number in digits, counted from 1 in the order of the text. */
  | { readonly kind: 'number'; readonly number: number; readonly value: number }
  /** The result of an earlier step, counted from 1. */
  | { readonly kind: 'step'; readonly step: number; readonly value: number }
  /** A number that the question says by a word, such as "half" or "twice". */
  | { readonly kind: 'word'; readonly value: number };

/** One arithmetic step of a problem; `result` is the intermediate value that a thought has to carry. */
export interface Step {
  readonly left: Operand;
  readonly operator: Operator;
  readonly right: Operand;
  readonly result: number;
}

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

const APPLY: Record<Operator, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** The result of one step; not finite after a division by 0. */
export function calculate(left: number, operator: Operator, right: number): number {
  return APPLY[operator](left, right);
}

/** The step as the dataset files write it, such as "6*2=12". */
export function equationText({ left, operator, right, result }: Step): string {
  return `${left.value}${operator}${right.value}=${result}`;
}

/** The integers that a model has one token for, both ends included. */
export type ValueRange = Readonly<Record<'lowest' | 'highest', number>>;

/**
 * The values of the embedded model's problems. Its tokenizer has tokens up to 100, but of 1,282 twins with a value
 * above 60 the model solved 2 %.
 */
export const CODI_MINI_VALUES: ValueRange = { lowest: 0, highest: 60 };

/** Whether a value is one of the range's integers. */
export function holds({ lowest, highest }: ValueRange, value: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}
