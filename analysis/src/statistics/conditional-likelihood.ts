/** The rows of one case that compete: their designs, and which of them had the outcome. */
export interface Stratum {
  /** One design vector a row, all equally long. [rows, parameters] */
  readonly designs: readonly (readonly number[])[];
  /** 1 where the row had the outcome, else 0. */
  readonly outcomes: readonly number[];
}

/** The conditional log-likelihood with its slope and curvature at some coefficients. */
export interface Likelihood {
  readonly value: number;
  /** [parameters] */
  readonly gradient: number[];
  /** Minus the second derivatives. [parameters, parameters] */
  readonly information: number[][];
}

/** A sum over all choices of some rows, with its first and second derivatives. */
interface Choice {
  total: number;
  first: number[];
  second: number[][];
}

function noChoice(parameters: number): Choice {
  const zeros = (): number[] => Array<number>(parameters).fill(0);
  return { total: 0, first: zeros(), second: Array.from({ length: parameters }, zeros) };
}

/** Adds `weight` times the choices that take one row more, whose design is `design`. */
function extend(into: Choice, from: Choice, weight: number, design: readonly number[]): void {
  for (const [i, a] of design.entries()) {
    const row = into.second[i] ?? [];
    for (const [j, b] of design.entries()) {
      const cross = a * (from.first[j] ?? 0) + b * (from.first[i] ?? 0) + a * b * from.total;
      row[j] = (row[j] ?? 0) + weight * ((from.second[i]?.[j] ?? 0) + cross);
    }
  }
  for (const [i, a] of design.entries()) {
    into.first[i] = (into.first[i] ?? 0) + weight * ((from.first[i] ?? 0) + a * from.total);
  }
  into.total += weight * from.total;
}

/**
 * The exact conditional log-likelihood of logistic regression with one intercept a stratum (Chamberlain 1980;
 * Breslow and Day 1980, 7.1): given that m of a stratum's rows had the outcome, the chance that it were these. Its
 * denominator, a sum over all choices of m rows, comes from the recursion of Gail, Lubin and Rubinstein (1981), which
 * adds one row at a time.
 */
export function conditionalLikelihood(
  strata: readonly Stratum[],
  coefficients: readonly number[],
): Likelihood {
  const size = coefficients.length;
  const { first: gradient, second: information } = noChoice(size);
  let value = 0;
  for (const { designs, outcomes } of strata) {
    const scores = designs.map((design) =>
      design.reduce((total, each, index) => total + each * (coefficients[index] ?? 0), 0),
    );
    const largest = Math.max(...scores);
    const chosen = outcomes.reduce((total, outcome) => total + outcome, 0);
    const choices = Array.from({ length: chosen + 1 }, () => noChoice(size));
    const [none] = choices;
    if (none !== undefined) none.total = 1;
    for (const [index, design] of designs.entries()) {
      const weight = Math.exp((scores[index] ?? 0) - largest);
      for (let taken = Math.min(index + 1, chosen); taken >= 1; taken--) {
        const [into, from] = [choices[taken], choices[taken - 1]];
        if (into !== undefined && from !== undefined) extend(into, from, weight, design);
      }
      if (outcomes[index] === 1) {
        value += (scores[index] ?? 0) - largest;
        for (const [i, each] of design.entries()) gradient[i] = (gradient[i] ?? 0) + each;
      }
    }
    const all = choices[chosen] ?? noChoice(size);
    value -= Math.log(all.total);
    const expected = all.first.map((each) => each / all.total);
    for (let i = 0; i < size; i++) {
      gradient[i] = (gradient[i] ?? 0) - (expected[i] ?? 0);
      const row = information[i] ?? [];
      for (let j = 0; j < size; j++) {
        const spread = (all.second[i]?.[j] ?? 0) / all.total - (expected[i] ?? 0) * (expected[j] ?? 0);
        row[j] = (row[j] ?? 0) + spread;
      }
    }
  }
  return { value, gradient, information };
}
