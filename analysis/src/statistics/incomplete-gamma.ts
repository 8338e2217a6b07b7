import { AnalysisError } from '../words/errors.js';
import { logGamma, stirlingCorrection } from './log-beta.js';

const LARGEST_TERM_COUNT = 100_000;
/** From here on x^a e^-x / Gamma(a) is taken from Stirling's formula, so that no two huge logarithms are subtracted. */
const STIRLING_FROM = 10;

/** x^a e^-x / Gamma(a): the density of the gamma distribution times x. */
function densityTimesX(a: number, x: number): number {
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - logGamma(a));
  const excess = (x - a) / a;
  const deviance = excess - (Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(x / a));
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-a * deviance - stirlingCorrection(a));
}

/** sum of x^n / ((a + 1) ... (a + n)), n from 0; DLMF 8.7.1. For x < a + 1. */
function series(a: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let n = 1; n <= LARGEST_TERM_COUNT; n++) {
    term *= x / (a + n);
    total += term;
    if (term < total * (Number.EPSILON / 4)) return total;
  }
  throw didNotConverge(a, x);
}

/** The continued fraction of Gamma(a, x) by Lentz's method; DLMF 8.9.2. For x >= a + 1: no denominator is 0 there. */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let numerator = Infinity;
  let denominator = 1 / b;
  let fraction = denominator;
  for (let n = 1; n <= LARGEST_TERM_COUNT; n++) {
    const term = -n * (n - a);
    b += 2;
    denominator = 1 / (b + term * denominator);
    numerator = b + term / numerator;
    const step = numerator * denominator;
    fraction *= step;
    if (Math.abs(step - 1) < 2 * Number.EPSILON) return fraction;
  }
  throw didNotConverge(a, x);
}

function didNotConverge(a: number, x: number): AnalysisError {
  return new AnalysisError(
    'BAD_ARGUMENT',
    `The incomplete gamma function did not converge at a = ${a}, x = ${x}; report this as a bug.`,
  );
}

/**
 * The regularised upper incomplete gamma function Q(a, x), for a > 0 and x >= 0. Far out it is summed in the tail
 * itself, so that a tiny value keeps its digits.
 */
export function incompleteGammaUpper(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `The incomplete gamma function has no value at a = ${a}, x = ${x}; use a > 0 and x >= 0.`,
    );
  }
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const scale = densityTimesX(a, x);
  return x < a + 1 ? 1 - (scale / a) * series(a, x) : scale * continuedFraction(a, x);
}
