import type { Problem } from './problem.js';

/** What tokenizers write for a space at a token's start. */
const SPACE_MARKS = '\\u0120\\u2581';
/** As people write it: commas between thousands, a decimal fraction, with or without a 0 before its point. */
const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+`;
/** A sign (ASCII or U+2212), a dollar sign as in GSM8K's equations, the digits, the full stop of a sentence. */
const NUMBER = new RegExp(`^[\\s${SPACE_MARKS}]*([-\\u2212]?)\\$?(${DIGITS})\\.?\\s*$`);

/**
 * The results of a problem's steps, step 1 first: "6*2=12" is 12. Null where what stands after the last equals sign is
 * no number, and where there is no equals sign: such a step does not say what it comes to.
 */
export function stepResults({ steps = [] }: Pick<Problem, 'steps'>): (number | null)[] {
  return steps.map((step) => (step.includes('=') ? numberIn(step.slice(step.lastIndexOf('=') + 1)) : null));
}

/**
 * The number that a text is, such as the end of an equation or a token; null where it is none. A number with a word or
 * a percent sign is none: "5 dozen" is not 5.
 */
export function numberIn(text: string): number | null {
  const [, sign, digits] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return null;
  const size = Number(digits.replaceAll(',', ''));
  // 0 - size: "-0" is 0, not the -0 that compares as another value.
  return sign === '' ? size : 0 - size;
}
