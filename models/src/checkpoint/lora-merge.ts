import { setImmediate } from 'node:timers/promises';

/** Multiplications between two looks at the event loop: some tens of milliseconds. */
const workPerTurn = 2 ** 25;

/**
 * W + scale B A, each sum taken in double precision and rounded to float32 once. Writes into `weight`.
 * About 0.7 * 10^9 multiplications a second: for a model of 1.2 * 10^9 parameters and rank 128 some minutes, once.
 * @param weight W [out, in]
 * @param a A [rank, in]
 * @param b B [out, rank]
 * @param scale alpha / rank
 * @throws the signal's reason when aborted
 */
export async function mergeLora(
  weight: Float32Array,
  a: Float32Array,
  b: Float32Array,
  options: { rank: number; scale: number; signal?: AbortSignal | undefined },
): Promise<void> {
  const { rank, scale, signal } = options;
  const height = b.length / rank;
  const width = a.length / rank;
  const update = new Float64Array(width);
  const rowsPerTurn = Math.max(1, Math.floor(workPerTurn / a.length));
  for (let row = 0; row < height; row++) {
    update.fill(0);
    addProduct(update, b.subarray(row * rank, (row + 1) * rank), a);
    for (let column = 0, at = row * width; column < width; column++, at++) {
      weight[at] = (weight[at] as number) + scale * (update[column] as number);
    }
    if (row % rowsPerTurn === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
}

/** sum [in] <- sum + factors [rank] times A [rank, in], four rows of A at a time, which halves the time. */
function addProduct(sum: Float64Array, factors: Float32Array, a: Float32Array): void {
  const width = sum.length;
  const whole = factors.length - (factors.length % 4);
  for (let k = 0; k < whole; k += 4) {
    const [f0 = 0, f1 = 0, f2 = 0, f3 = 0] = factors.subarray(k, k + 4);
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
