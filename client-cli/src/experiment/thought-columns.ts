/** The heads of columns of thoughts: "thought 1", "thought 2", .. */
export function thoughtColumns(thoughts: number): string[] {
  return Array.from({ length: thoughts }, (_, index) => `thought ${index + 1}`);
}

/** The mean; 0 of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** A layer for people: "4 (middle)". */
export function layerName({ layer, name }: { readonly layer: number; readonly name: string }): string {
  return name === String(layer) ? name : `${layer} (${name})`;
}
