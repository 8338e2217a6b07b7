import { AnalysisError } from '../words/errors.js';

/** Coefficients of Stirling's series, B(2j) / (2j (2j - 1)); Abramowitz and Stegun 6.1.40. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
const HALF_LOG_TWO_PI = 0.9189385332046727;
/** From here on seven terms of the series are exact to double precision. */
const STIRLING_IS_EXACT_FROM = 10;
/** Of series and continued fractions. */
const LARGEST_TERM_COUNT = 100_000;

/** What Stirling's formula misses of ln Gamma(x), for x >= 10. */
function stirlingCorrection(x: number): number {
  const inverseSquare = 1 / (x * x);
  return STIRLING.reduceRight((sum, coefficient) => sum * inverseSquare + coefficient, 0) / x;
}

/** ln Gamma(x) for x > 0; absolute error about 1e-15 times max(1, |ln Gamma(x)|). */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_IS_EXACT_FROM) {
    product *= shifted;
    shifted += 1;
  }
  const atShifted =
    (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + stirlingCorrection(shifted);
  return atShifted - Math.log(product);
}

/**
 * ln B(a, b) for a, b > 0. With one large and one small argument the difference of two large ln Gamma
 * would lose digits, so Stirling's formula is subtracted term by term.
 */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < STIRLING_IS_EXACT_FROM) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const ratio =
    -(large - 0.5) * Math.log1p(small / large) -
    small * Math.log(small + large) +
    small +
    stirlingCorrection(large) -
    stirlingCorrection(small + large);
  return logGamma(small) + ratio;
}

function didNotConverge(what: string): AnalysisError {
  return new AnalysisError('BAD_ARGUMENT', `The incomplete ${what}; report this as a bug.`);
}

const SMALLEST_DENOMINATOR = 1e-300;
/** A result of 1 - tail below this has lost three digits or more. */
const SUBTRACTED_DIGITS = 1e-3;

function awayFromZero(value: number): number {
  return Math.abs(value) < SMALLEST_DENOMINATOR ? SMALLEST_DENOMINATOR : value;
}

/** The continued fraction of I_x(a, b) by Lentz's method; DLMF 8.17.22. Converges for x < (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
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
  throw didNotConverge(`beta function did not converge at a = ${a}, b = ${b}, x = ${x}`);
}

/** ln(1 + excess), where 1 + excess is known in itself too: close to 1 the one has the digits, close to 0 the other. */
function logOnePlus(excess: number, whole: number): number {
  return Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(whole);
}

/** x^a (1 - x)^b / B(a, b); from Stirling's formula where two huge logarithms would be subtracted. */
function betaDensity(a: number, b: number, x: number, complement: number): number {
  if (Math.min(a, b) >= STIRLING_IS_EXACT_FROM) {
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
function betaLowerTail(a: number, b: number, x: number, complement: number): number {
  return (betaDensity(a, b, x, complement) * betaFraction(a, b, x)) / a;
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
  if (x < (a + 1) / (a + b + 2)) return betaLowerTail(a, b, x, complement);
  const value = 1 - betaLowerTail(b, a, complement, x);
  // With a small b nearly all mass lies at 1: then the fraction takes more terms but subtracts nothing.
  return value > SUBTRACTED_DIGITS ? value : betaLowerTail(a, b, x, complement);
}

/**
 * x^a e^-x / Gamma(a): the density of the gamma distribution times x; from Stirling's formula where two huge logarithms
 * would be subtracted.
 */
function gammaDensity(a: number, x: number): number {
  if (a < STIRLING_IS_EXACT_FROM) return Math.exp(a * Math.log(x) - x - logGamma(a));
  const excess = (x - a) / a;
  const deviance = excess - (Math.abs(excess) < 0.5 ? Math.log1p(excess) : Math.log(x / a));
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-a * deviance - stirlingCorrection(a));
}

/** sum of x^n / ((a + 1) ... (a + n)), n from 0; DLMF 8.7.1. For x < a + 1. */
function gammaSeries(a: number, x: number): number {
  let term = 1;
  let total = 1;
  for (let n = 1; n <= LARGEST_TERM_COUNT; n++) {
    term *= x / (a + n);
    total += term;
    if (term < total * (Number.EPSILON / 4)) return total;
  }
  throw didNotConverge(`gamma function did not converge at a = ${a}, x = ${x}`);
}

/** The continued fraction of Gamma(a, x) by Lentz's method; DLMF 8.9.2. For x >= a + 1: no denominator is 0 there. */
function gammaFraction(a: number, x: number): number {
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
  throw didNotConverge(`gamma function did not converge at a = ${a}, x = ${x}`);
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
  const scale = gammaDensity(a, x);
  return x < a + 1 ? 1 - (scale / a) * gammaSeries(a, x) : scale * gammaFraction(a, x);
}
