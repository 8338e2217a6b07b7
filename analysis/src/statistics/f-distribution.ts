import { incompleteBeta } from './incomplete-beta.js';

/**
 * P(F > f) of the F distribution with `numerator` and `denominator` degrees of freedom (any positive numbers), taken
 * in the tail; f >= 0. DLMF 8.17: I_x(d2 / 2, d1 / 2) at x = d2 / (d2 + d1 f).
 */
export function fUpperTail(f: number, numerator: number, denominator: number): number {
  const ratio = (numerator * f) / denominator;
  if (ratio === Infinity) return 0;
  return incompleteBeta(denominator / 2, numerator / 2, 1 / (1 + ratio), ratio / (1 + ratio));
}
