import { incompleteBeta } from './incomplete-beta.js';
import { invertTail } from './invert-tail.js';

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
  const ratio = (t / degrees) * t;
  if (ratio === Infinity) return 0;
  return twoSidedPOfShares(ratio / (1 + ratio), 1 / (1 + ratio), degrees);
}

/** P(T > t) of Student's t; `degrees` > 0. A tiny value keeps its digits. */
export function studentUpperTail(t: number, degrees: number): number {
  const half = twoSidedP(t, degrees) / 2;
  return t >= 0 ? half : 1 - half;
}

/** The t with P(T <= t) = p, for 0 < p < 1. */
export function studentQuantile(p: number, degrees: number): number {
  const upperTail = (t: number): number => studentUpperTail(t, degrees);
  return p <= 0.5 ? -invertTail(upperTail, p) : invertTail(upperTail, 1 - p);
}
