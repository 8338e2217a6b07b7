import { incompleteGammaUpper } from './incomplete-gamma.js';

/** P(X > x) of the chi-square distribution with `degrees` > 0 degrees of freedom, taken in the tail; x >= 0. */
export function chiSquareUpperTail(x: number, degrees: number): number {
  return incompleteGammaUpper(degrees / 2, x / 2);
}
