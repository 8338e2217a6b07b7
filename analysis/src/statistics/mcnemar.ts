import { AnalysisError } from '../words/errors.js';
import { binomialLowerTail } from './binomial.js';

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
  return Math.min(1, 2 * binomialLowerTail(Math.min(onlyFirst, onlySecond), n, 0.5));
}
