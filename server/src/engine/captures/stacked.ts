/** Vectors of one width in one array, one behind the other. Without any, nothing is known of their width: 0. */
export function stacked(vectors: readonly Float32Array[]): { values: Float32Array; width: number } {
  const [first] = vectors;
  if (!first) return { values: new Float32Array(0), width: 0 };
  const width = first.length;
  const values = new Float32Array(vectors.length * width);
  vectors.forEach((vector, index) => {
    if (vector.length !== width) throw new Error(`a vector has ${vector.length} values, the first ${width}`);
    values.set(vector, index * width);
  });
  return { values, width };
}
