import type { Summary } from '../../summary/index.js';

/** "n = 85 problems with a right baseline, of 100". */
export function analysedText({ num_problems: { analysed, total } }: Pick<Summary, 'num_problems'>): string {
  return `n = ${analysed} problems with a right baseline, of ${total}`;
}

/** "Thought 1" .. */
export function thoughtNames(thoughts: number): string[] {
  return Array.from({ length: thoughts }, (_, index) => `Thought ${index + 1}`);
}
