import { cholesky, solveCholesky } from './cholesky.js';
import type { Likelihood, Stratum } from './conditional-likelihood.js';
import { conditionalLikelihood } from './conditional-likelihood.js';

const LARGEST_STEP_COUNT = 100;
const LARGEST_HALVING_COUNT = 40;
/** Newton's steps shrink quadratically: after one this small the next is rounding. */
const SMALLEST_STEP = 1e-9;
/** Coefficients (of designs with unit spread) from here on are on their way to infinity. */
const LARGEST_COEFFICIENT = 50;

/** A maximum with its standard errors, or why there is none. */
export type Maximum =
  | { readonly coefficients: number[]; readonly standardErrors: number[]; readonly reason: null }
  | { readonly coefficients: null; readonly standardErrors: null; readonly reason: string };

function noMaximum(reason: string): Maximum {
  return { coefficients: null, standardErrors: null, reason };
}

/** Newton's method on the conditional likelihood, which is concave; steps are halved where they overshoot. */
export function maximiseLikelihood(strata: readonly Stratum[], parameters: number): Maximum {
  let coefficients = Array<number>(parameters).fill(0);
  let here = conditionalLikelihood(strata, coefficients);
  for (let count = 0; count < LARGEST_STEP_COUNT; count++) {
    const lower = cholesky(here.information);
    if (lower === null) {
      return noMaximum(count === 0 ? 'x tells nothing that the position does not tell' : SEPARATED);
    }
    const step = solveCholesky(lower, here.gradient);
    const next = advance(strata, coefficients, step, here);
    coefficients = next.coefficients;
    here = next.likelihood;
    if (Math.max(...coefficients.map((value) => Math.abs(value))) > LARGEST_COEFFICIENT) break;
    if (Math.max(...step.map((value) => Math.abs(value))) < SMALLEST_STEP) {
      const root = cholesky(here.information);
      return root === null
        ? noMaximum(SEPARATED)
        : { coefficients, standardErrors: standardErrors(root), reason: null };
    }
  }
  return noMaximum(SEPARATED);
}

const SEPARATED = 'x and position separate the outcomes: the likelihood has no finite maximum';

function advance(
  strata: readonly Stratum[],
  from: readonly number[],
  step: readonly number[],
  here: Likelihood,
): { coefficients: number[]; likelihood: Likelihood } {
  let share = 1;
  for (let halving = 0; ; halving++) {
    const coefficients = from.map((value, index) => value + share * (step[index] ?? 0));
    const likelihood = conditionalLikelihood(strata, coefficients);
    // Rounding may take a digit off at the top.
    const falls = !(likelihood.value >= here.value - 1e-12 * Math.abs(here.value));
    if (!falls || halving === LARGEST_HALVING_COUNT) return { coefficients, likelihood };
    share /= 2;
  }
}

/** Roots of the diagonal of the inverse information. */
function standardErrors(lower: readonly (readonly number[])[]): number[] {
  return lower.map((_, index) => {
    const unit = lower.map((__, place) => (place === index ? 1 : 0));
    return Math.sqrt(solveCholesky(lower, unit)[index] ?? 0);
  });
}
