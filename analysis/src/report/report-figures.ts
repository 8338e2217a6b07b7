import type { Figure } from '../words/figure.js';

/** All figures of a run, in the order of the page. */
export function reportFigures(): Figure[] {
  return [];
}
