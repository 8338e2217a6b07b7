import { incompleteGammaUpper } from './incomplete-gamma.js';
import { invertTail } from './invert-tail.js';

/** P(Z > z) of the standard normal distribution, taken in the tail: digits are kept down to the smallest double. */
export function normalUpperTail(z: number): number {
  const half = incompleteGammaUpper(0.5, (z * z) / 2) / 2;
  return z >= 0 ? half : 1 - half;
}

/** P(|Z| > |z|) of the standard normal distribution. */
export function normalTwoSidedP(z: number): number {
  return incompleteGammaUpper(0.5, (z * z) / 2);
}

/**
 * The z with P(Z <= z) = p, for 0 < p < 1. A p close to 1 has lost its digits; use -normalQuantile(1 - p) there,
 * with 1 - p known on its own.
 */
export function normalQuantile(p: number): number {
  return p <= 0.5 ? -invertTail(normalUpperTail, p) : invertTail(normalUpperTail, 1 - p);
}
