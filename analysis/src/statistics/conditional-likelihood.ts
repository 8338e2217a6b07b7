import { required } from '../words/required.js';
import type { OrReason } from './descriptive.js';

/** The rows of one case that compete: their designs, and which of them had the outcome. */
export interface Stratum {
  /** One design vector a row, all equally long. [rows, parameters] */
  readonly designs: readonly (readonly number[])[];
  /** 1 where the row had the outcome, else 0. */
  readonly outcomes: readonly number[];
}

/** The conditional log-likelihood with its slope and curvature at some coefficients. */
interface Likelihood {
  readonly value: number;
  /** [parameters] */
  readonly gradient: Float64Array;
  /** Minus the second derivatives. [parameters, parameters] */
  readonly information: Float64Array;
}

/** A sum over all choices of some rows, with its first and second derivatives. */
interface Choice {
  total: number;
  /** [parameters] */
  readonly first: Float64Array;
  /** [parameters, parameters] */
  readonly second: Float64Array;
}

function noChoice(parameters: number): Choice {
  return { total: 0, first: new Float64Array(parameters), second: new Float64Array(parameters ** 2) };
}

/** Adds `weight` times the choices that take one row more, whose design is `design`. */
function extend(into: Choice, from: Choice, weight: number, design: readonly number[]): void {
  const size = design.length;
  for (let i = 0; i < size; i++) {
    const [a, firstI] = [design[i] as number, from.first[i] as number];
    for (let j = 0; j < size; j++) {
      const b = design[j] as number;
      const cross = a * (from.first[j] as number) + b * firstI + a * b * from.total;
      const place = i * size + j;
      into.second[place] = (into.second[place] as number) + weight * ((from.second[place] as number) + cross);
    }
  }
  for (let i = 0; i < size; i++) {
    const grown = (from.first[i] as number) + (design[i] as number) * from.total;
    into.first[i] = (into.first[i] as number) + weight * grown;
  }
  into.total += weight * from.total;
}

/**
 * The exact conditional log-likelihood of logistic regression with one intercept a stratum (Chamberlain 1980;
 * Breslow and Day 1980, 7.1): given that m of a stratum's rows had the outcome, the chance that it were these. Its
 * denominator, a sum over all choices of m rows, comes from the recursion of Gail, Lubin and Rubinstein (1981), which
 * adds one row at a time.
 */
function conditionalLikelihood(strata: readonly Stratum[], coefficients: readonly number[]): Likelihood {
  const size = coefficients.length;
  const { first: gradient, second: information } = noChoice(size);
  let value = 0;
  for (const { designs, outcomes } of strata) {
    const scores = designs.map((design) =>
      design.reduce((total, each, index) => total + each * (coefficients[index] as number), 0),
    );
    const largest = Math.max(...scores);
    const chosen = outcomes.reduce((total, outcome) => total + outcome, 0);
    const choices = Array.from({ length: chosen + 1 }, () => noChoice(size));
    choiceOf(choices, 0).total = 1;
    for (const [index, design] of designs.entries()) {
      const score = required(scores[index], 'the score of a row') - largest;
      const weight = Math.exp(score);
      for (let taken = Math.min(index + 1, chosen); taken >= 1; taken--) {
        extend(choiceOf(choices, taken), choiceOf(choices, taken - 1), weight, design);
      }
      if (outcomes[index] === 1) {
        value += score;
        for (let i = 0; i < size; i++) gradient[i] = (gradient[i] as number) + (design[i] as number);
      }
    }
    const all = choiceOf(choices, chosen);
    value -= Math.log(all.total);
    const expected = all.first.map((each) => each / all.total);
    for (let i = 0; i < size; i++) {
      const mean = expected[i] as number;
      gradient[i] = (gradient[i] as number) - mean;
      for (let j = 0; j < size; j++) {
        const place = i * size + j;
        const spread = (all.second[place] as number) / all.total - mean * (expected[j] as number);
        information[place] = (information[place] as number) + spread;
      }
    }
  }
  return { value, gradient, information };
}

/** The sum over all choices of `taken` rows. */
function choiceOf(choices: readonly Choice[], taken: number): Choice {
  return required(choices[taken], 'a number of rows to choose');
}

const LARGEST_STEP_COUNT = 100;
const LARGEST_HALVING_COUNT = 40;
/** Newton's steps shrink quadratically: after one this small the next is rounding. */
const SMALLEST_STEP = 1e-9;
/** Coefficients (of designs with unit spread) from here on are on their way to infinity. */
const LARGEST_COEFFICIENT = 50;
const SEPARATED = 'x and position separate the outcomes: the likelihood has no finite maximum';

/** A maximum with its standard errors, or why there is none. */
type Maximum = OrReason<{
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
}>;

function noMaximum(reason: string): Maximum {
  return { coefficients: null, standardErrors: null, reason };
}

/** Newton's method on the conditional likelihood, which is concave; steps are halved where they overshoot. */
export function maximiseLikelihood(strata: readonly Stratum[], parameters: number): Maximum {
  let coefficients = Array<number>(parameters).fill(0);
  let here = conditionalLikelihood(strata, coefficients);
  for (let count = 0; count < LARGEST_STEP_COUNT; count++) {
    const lower = cholesky(here.information, parameters);
    if (lower === null) {
      return noMaximum(count === 0 ? 'x tells nothing that the position does not tell' : SEPARATED);
    }
    const step = solveCholesky(lower, here.gradient);
    const next = advance(strata, coefficients, step, here);
    coefficients = next.coefficients;
    here = next.likelihood;
    if (Math.max(...coefficients.map((value) => Math.abs(value))) > LARGEST_COEFFICIENT) break;
    if (Math.max(...step.map((value) => Math.abs(value))) < SMALLEST_STEP) {
      const root = cholesky(here.information, parameters);
      return root === null
        ? noMaximum(SEPARATED)
        : { coefficients, standardErrors: standardErrors(root, parameters), reason: null };
    }
  }
  return noMaximum(SEPARATED);
}

function advance(
  strata: readonly Stratum[],
  from: readonly number[],
  step: Float64Array,
  here: Likelihood,
): { coefficients: number[]; likelihood: Likelihood } {
  let share = 1;
  for (let halving = 0; ; halving++) {
    const coefficients = from.map((value, index) => value + share * (step[index] as number));
    const likelihood = conditionalLikelihood(strata, coefficients);
    // Rounding may take a digit off at the top.
    const falls = !(likelihood.value >= here.value - 1e-12 * Math.abs(here.value));
    if (!falls || halving === LARGEST_HALVING_COUNT) return { coefficients, likelihood };
    share /= 2;
  }
}

/** Roots of the diagonal of the inverse information. */
function standardErrors(lower: Float64Array, parameters: number): number[] {
  return Array.from({ length: parameters }, (_, index) => {
    const unit = new Float64Array(parameters);
    unit[index] = 1;
    return Math.sqrt(required(solveCholesky(lower, unit)[index], 'a variance'));
  });
}

/** A pivot this small against its diagonal is rounding: the matrix is singular. */
const SMALLEST_PIVOT = 1e-10;

/** The lower triangle L with L L^T = matrix, for a symmetric [size, size]; null unless it is positive definite. */
function cholesky(matrix: Float64Array, size: number): Float64Array | null {
  const lower = new Float64Array(size * size);
  const at = (list: Float64Array, row: number, column: number): number => list[row * size + column] as number;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = at(matrix, i, j);
      for (let k = 0; k < j; k++) rest -= at(lower, i, k) * at(lower, j, k);
      if (j < i) lower[i * size + j] = rest / at(lower, j, j);
      else if (rest > SMALLEST_PIVOT * at(matrix, i, i)) lower[i * size + i] = Math.sqrt(rest);
      else return null;
    }
  }
  return lower;
}

/** The solution of L L^T x = b. */
function solveCholesky(lower: Float64Array, b: Float64Array): Float64Array {
  const size = b.length;
  const x = Float64Array.from(b);
  const at = (row: number, column: number): number => lower[row * size + column] as number;
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - at(i, k) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] as number) - at(k, i) * (x[k] as number);
    x[i] = (x[i] as number) / at(i, i);
  }
  return x;
}
