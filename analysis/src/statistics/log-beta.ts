/** Coefficients of Stirling's series, B(2j) / (2j (2j - 1)); Abramowitz and Stegun 6.1.40. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
const HALF_LOG_TWO_PI = 0.9189385332046727;
/** From here on seven terms of the series are exact to double precision. */
const SERIES_FROM = 10;

/** What Stirling's formula misses of ln Gamma(x), for x >= 10. */
export function stirlingCorrection(x: number): number {
  const inverseSquare = 1 / (x * x);
  return STIRLING.reduceRight((sum, coefficient) => sum * inverseSquare + coefficient, 0) / x;
}

/** ln Gamma(x) for x > 0; absolute error about 1e-15 times max(1, |ln Gamma(x)|). */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < SERIES_FROM) {
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
  if (large < SERIES_FROM) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const ratio =
    -(large - 0.5) * Math.log1p(small / large) -
    small * Math.log(small + large) +
    small +
    stirlingCorrection(large) -
    stirlingCorrection(small + large);
  return logGamma(small) + ratio;
}
