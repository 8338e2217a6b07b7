import { AnalysisError } from '../words/errors.js';

/**
 * Refuses an option that is no integer of lowest .. highest.
 *
 * @throws AnalysisError `BAD_ARGUMENT`.
 */
export function requireInteger(name: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `${name} is ${value}; give an integer from ${lowest} to ${highest}.`,
  );
}
