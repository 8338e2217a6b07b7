import { AnalysisError } from '../errors.js';
import { logBeta } from './log-beta.js';

const LARGEST_TERM_COUNT = 100_000;
const SMALLEST_DENOMINATOR = 1e-300;

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

/** I_x(a, b) summed from its own end, so that a tiny value keeps all its digits. */
function lowerTail(a: number, b: number, x: number, complement: number): number {
  const logX = x > 0.5 ? Math.log1p(-complement) : Math.log(x);
  const logComplement = x > 0.5 ? Math.log(complement) : Math.log1p(-x);
  return (Math.exp(a * logX + b * logComplement - logBeta(a, b)) * continuedFraction(a, b, x)) / a;
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
  return x < (a + 1) / (a + b + 2) ? lowerTail(a, b, x, complement) : 1 - lowerTail(b, a, complement, x);
}
