/** A pivot this small against its diagonal is rounding: the matrix is singular. */
const SMALLEST_PIVOT = 1e-10;

/** The lower triangle L with L L^T = matrix, for a symmetric matrix; null unless it is positive definite. */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | null {
  const lower: number[][] = [];
  for (const [i, row] of matrix.entries()) {
    const own: number[] = [];
    for (let j = 0; j <= i; j++) {
      const other = j === i ? own : (lower[j] ?? []);
      let rest = row[j] ?? 0;
      for (let k = 0; k < j; k++) rest -= (own[k] ?? 0) * (other[k] ?? 0);
      if (j < i) own.push(rest / (other[j] ?? 1));
      else if (rest > SMALLEST_PIVOT * (row[i] ?? 0)) own.push(Math.sqrt(rest));
      else return null;
    }
    lower.push(own);
  }
  return lower;
}

/** The solution of L L^T x = b. */
export function solveCholesky(lower: readonly (readonly number[])[], b: readonly number[]): number[] {
  const x = [...b];
  for (const [i, row] of lower.entries()) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (row[k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (row[i] ?? 1);
  }
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) x[i] = (x[i] ?? 0) - (lower[k]?.[i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (lower[i]?.[i] ?? 1);
  }
  return x;
}
