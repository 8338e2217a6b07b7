import { AnalysisError } from '../errors.js';
import { logGamma } from './log-beta.js';

/**
 * Two-sided p of the exact McNemar test: two conditions on the same cases, of which only those that differ
 * count. The smaller tail of Binomial(onlyFirst + onlySecond, 1/2), doubled, at most 1; 1 where none differ.
 *
 * @throws AnalysisError `BAD_ARGUMENT` unless both are whole numbers from 0 on.
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  if (!Number.isInteger(onlyFirst) || !Number.isInteger(onlySecond) || onlyFirst < 0 || onlySecond < 0) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${onlyFirst} and ${onlySecond} are not counts of discordant cases; use whole numbers from 0 on.`,
    );
  }
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  const logAll = logGamma(n + 1) - n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) tail += Math.exp(logAll - logGamma(k + 1) - logGamma(n - k + 1));
  return Math.min(1, 2 * tail);
}
