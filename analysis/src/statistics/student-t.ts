import { incompleteBeta } from './incomplete-beta.js';

/**
 * Two-sided p of Student's t with `degrees` degrees of freedom (any positive number), from the shares of
 * variance that t stands for: t^2 / (t^2 + degrees) explained, the rest unexplained. Taken in the tail itself:
 * no 1 - cdf, so p keeps its digits down to the smallest double; below that it is 0.
 */
export function twoSidedPOfShares(explained: number, unexplained: number, degrees: number): number {
  return incompleteBeta(degrees / 2, 0.5, unexplained, explained);
}

/** Two-sided p of Student's t; `degrees` > 0. */
export function twoSidedP(t: number, degrees: number): number {
  const square = t * t;
  return twoSidedPOfShares(square / (square + degrees), degrees / (square + degrees), degrees);
}
