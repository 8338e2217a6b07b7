/** The level of every test that a sentence rests on. */
export const SIGNIFICANCE_LEVEL = 0.05;
