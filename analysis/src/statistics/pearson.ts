import { centred } from './centred.js';
import { correlateCentred } from './correlate-centred.js';
import type { Correlation } from './correlation.js';
import { assertPairs, undefinedCorrelation } from './correlation.js';

/**
 * Pearson's r with the two-sided p of t on n - 2 degrees of freedom. The p takes the pairs as independent.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for lists of different length or values that are not finite.
 */
export function pearson(x: readonly number[], y: readonly number[]): Correlation {
  assertPairs(x, y);
  if (x.length < 3) return undefinedCorrelation(x.length, `fewer than 3 pairs (n = ${x.length})`);
  return correlateCentred(centred(x), centred(y), x.length - 2);
}
