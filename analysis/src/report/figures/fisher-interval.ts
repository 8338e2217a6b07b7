const Z_975 = 1.959963984540054;

/** Fisher's 95 % interval of Pearson's r over n independent pairs; null below 4 pairs or for a perfect line. */
export function fisherInterval(r: number, n: number): readonly [number, number] | null {
  if (n < 4 || Math.abs(r) >= 1) return null;
  const half = Z_975 / Math.sqrt(n - 3);
  return [Math.tanh(Math.atanh(r) - half), Math.tanh(Math.atanh(r) + half)];
}
