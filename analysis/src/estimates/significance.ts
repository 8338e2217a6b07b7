import { entryAt } from '../words/required.js';

/** The level of every test that a sentence rests on. */
export const SIGNIFICANCE_LEVEL = 0.05;

/**
 * A family of p values adjusted over those that are defined; null where one is not.
 *
 * @param adjust such as Holm's or Benjamini and Hochberg's, in the order of the family.
 */
export function adjustDefined(
  family: readonly (number | null)[],
  adjust: (defined: readonly number[]) => readonly number[],
): (number | null)[] {
  const adjusted = adjust(family.filter((p) => p !== null));
  let place = 0;
  return family.map((p) => (p === null ? null : entryAt(adjusted, place++, 'an adjusted p')));
}
