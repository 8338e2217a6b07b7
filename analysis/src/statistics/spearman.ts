import type { Correlation } from './correlation.js';
import { assertPairs } from './correlation.js';
import { pearson } from './pearson.js';

/** Ranks counted from 1; equal values share the average of their ranks. */
export function averageRanks(values: readonly number[]): number[] {
  const order = [...values.entries()].sort(([, a], [, b]) => a - b);
  const ranks = values.map(() => 0);
  let start = 0;
  while (start < order.length) {
    const value = order[start]?.[1];
    let end = start;
    while (end + 1 < order.length && order[end + 1]?.[1] === value) end += 1;
    for (const [index] of order.slice(start, end + 1)) ranks[index] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}

/**
 * Spearman's rho (in `r`): Pearson's r of the average ranks, p by t on n - 2 degrees of freedom.
 *
 * @throws AnalysisError `BAD_ARGUMENT` as `pearson` does.
 */
export function spearman(x: readonly number[], y: readonly number[]): Correlation {
  assertPairs(x, y);
  return pearson(averageRanks(x), averageRanks(y));
}
