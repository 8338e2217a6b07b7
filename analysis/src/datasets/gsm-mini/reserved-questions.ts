import { generate } from './generate.js';

/** What the default dataset and `models/codi-mini/test.jsonl` were made with. */
const RESERVED = [
  { seed: 42, count: 100 },
  { seed: 90210, count: 2000 },
];

/**
 * The questions that a set of its own must not have: those of the default dataset, and those that the embedded
 * model is measured on. They are made anew, as the generator gives them byte for byte.
 */
export function reservedQuestions(): string[] {
  return RESERVED.flatMap(({ seed, count }) =>
    [...generate({ seed, count, balanced: true })].map((problem) => problem.question),
  );
}
