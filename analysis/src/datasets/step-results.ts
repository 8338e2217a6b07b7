import type { Problem } from './problem.js';

/** The results of a problem's steps, step 1 first: "6*2=12" is 12. Null where the text has no number. */
export function stepResults({ steps = [] }: Pick<Problem, 'steps'>): (number | null)[] {
  return steps.map((step) => numberIn(step.slice(step.lastIndexOf('=') + 1)));
}

/** The number that a text is, but for spaces, word marks and commas; null where it is none. */
export function numberIn(text: string): number | null {
  const [, digits] = /^[^\w.-]*(-?[\d,]*\.?\d+)[^\w]*$/.exec(text) ?? [];
  return digits === undefined ? null : Number(digits.replaceAll(',', ''));
}
