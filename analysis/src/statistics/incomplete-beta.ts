import { AnalysisError } from '../words/errors.js';
import { logBeta, stirlingCorrection } from './log-beta.js';

const LARGEST_TERM_COUNT = 100_000;
/** From here on seven terms of Stirling's series are exact. */
const STIRLING_FROM = 10;
const SMALLEST_DENOMINATOR = 1e-300;
/** A result of 1 - tail below this has lost three digits or more. */
const SUBTRACTED_DIGITS = 1e-3;

function awayFromZero(value: number): number {
  return Math.abs(value) < SMALLEST_DENOMINATOR ? SMALLEST_DENOMINATOR : value;
}

/** The continued fraction of I_x(a, b) by Lentz's method; DLMF 8.17.22. Converges for x < (a + 1) / (a + b + 2). */
function continuedFraction(a: number, b: number, x: number): number {
  let numerator = 1;
  let denominator = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = denominator;
  for (let m = 1; m <= LARGEST_TERM_COUNT; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      denominator = 1 / awayFromZero(1 + term * denominator);
      numerator = awayFromZero(1 + term / numerator);
      step = denominator * numerator;
      fraction *= step;
    }
    if (Math.abs(step - 1) < 2 * Number.EPSILON) return fraction;
  }
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `The incomplete beta function did not converge at a = ${a}, b = ${b}, x = ${x}; report this as a bug.`,
  );
}

/** ln(1 + excess), where 1 + excess is known in itself too: close to 1 the one has the digits, close to 0 the other. */
function logOnePlus(excess: number, whole: number): number {
  return Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(whole);
}

/** x^a (1 - x)^b / B(a, b); from Stirling's formula where two huge logarithms would be subtracted. */
function densityTimesEnds(a: number, b: number, x: number, complement: number): number {
  if (Math.min(a, b) >= STIRLING_FROM) {
    const distance = x * b - complement * a;
    const exponent =
      a * logOnePlus(distance / a, (x / a) * (a + b)) +
      b * logOnePlus(-distance / b, (complement / b) * (a + b));
    const correction = stirlingCorrection(a) + stirlingCorrection(b) - stirlingCorrection(a + b);
    return Math.sqrt(((a / (a + b)) * b) / (2 * Math.PI)) * Math.exp(exponent - correction);
  }
  const logX = x > 0.5 ? Math.log1p(-complement) : Math.log(x);
  const logComplement = x > 0.5 ? Math.log(complement) : Math.log1p(-x);
  return Math.exp(a * logX + b * logComplement - logBeta(a, b));
}

/** I_x(a, b) summed from its own end, so that a tiny value keeps all its digits. */
function lowerTail(a: number, b: number, x: number, complement: number): number {
  return (densityTimesEnds(a, b, x, complement) * continuedFraction(a, b, x)) / a;
}

/**
 * The regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 <= x <= 1.
 *
 * @param complement 1 - x. Give it where it is known better than the subtraction tells (x close to 1).
 */
export function incompleteBeta(a: number, b: number, x: number, complement = 1 - x): number {
  if (!(a > 0 && b > 0 && x >= 0 && complement >= 0)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `The incomplete beta function has no value at a = ${a}, b = ${b}, x = ${x}; use a, b > 0 and x in [0, 1].`,
    );
  }
  if (x === 0) return 0;
  if (complement === 0) return 1;
  if (x < (a + 1) / (a + b + 2)) return lowerTail(a, b, x, complement);
  const value = 1 - lowerTail(b, a, complement, x);
  // With a small b nearly all mass lies at 1: then the fraction takes more terms but subtracts nothing.
  return value > SUBTRACTED_DIGITS ? value : lowerTail(a, b, x, complement);
}
