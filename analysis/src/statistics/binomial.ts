import { AnalysisError } from '../words/errors.js';
import { incompleteBeta } from './incomplete-beta.js';
import { logBeta } from './log-beta.js';

/** Probabilities of two outcomes that differ by rounding alone count as equal. */
const TIE = 1e-7;

function assertBinomial(k: number, n: number, p: number): void {
  if (!Number.isInteger(k) || !Number.isInteger(n) || n < 0 || k < 0 || k > n || !(p >= 0 && p <= 1)) {
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `${k} of ${n} at rate ${p} is no binomial outcome; use whole numbers with 0 <= k <= n and a rate in [0, 1].`,
    );
  }
}

/** P(X = k) of Binomial(n, p). */
export function binomialProbability(k: number, n: number, p: number): number {
  assertBinomial(k, n, p);
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  const logOdds = k * Math.log(p) + (n - k) * Math.log1p(-p);
  return Math.exp(logOdds - logBeta(k + 1, n - k + 1) - Math.log(n + 1));
}

/** P(X <= k) of Binomial(n, p); DLMF 8.17.5. A tiny value keeps its digits. */
export function binomialLowerTail(k: number, n: number, p: number): number {
  assertBinomial(k, n, p);
  return k === n ? 1 : incompleteBeta(n - k, k + 1, 1 - p, p);
}

/** P(X >= k) of Binomial(n, p). A tiny value keeps its digits. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  assertBinomial(k, n, p);
  return k === 0 ? 1 : incompleteBeta(k, n - k + 1, p);
}

/**
 * Two-sided p of the exact binomial test of rate p: all outcomes that are no more probable than the observed one
 * (the method of small p values, as in R and scipy). 1 where there are no cases.
 */
export function binomialTest(k: number, n: number, p: number): number {
  assertBinomial(k, n, p);
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const most = binomialProbability(k, n, p) * (1 + TIE);
  if (binomialProbability(mode, n, p) <= most) return 1;
  const beyond = otherSide(
    k < mode ? mode : 0,
    k < mode ? n : mode,
    k < mode,
    (outcome) => binomialProbability(outcome, n, p) <= most,
  );
  const own = k < mode ? binomialLowerTail(k, n, p) : binomialUpperTail(k, n, p);
  if (beyond === null) return own;
  return Math.min(1, own + (k < mode ? binomialUpperTail(beyond, n, p) : binomialLowerTail(beyond, n, p)));
}

/**
 * The outcome nearest to the mode, on one side of it, that is rare enough; null if none there is. On one side
 * probabilities only fall away from the mode.
 */
function otherSide(
  low: number,
  high: number,
  upwards: boolean,
  rare: (outcome: number) => boolean,
): number | null {
  const last = upwards ? high : low;
  if (!rare(last)) return null;
  let common = upwards ? low : high;
  let found = last;
  while (Math.abs(found - common) > 1) {
    const middle = Math.floor((found + common) / 2);
    if (rare(middle)) found = middle;
    else common = middle;
  }
  return found;
}
