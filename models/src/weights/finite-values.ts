/** The first value that is NaN or infinite, or `undefined`. */
export function findNotFinite(values: Float32Array): number | undefined {
  // By index: six times as fast as an iterator, and models have 10^9 values.
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Number.isFinite(value)) return value;
  }
  return undefined;
}
