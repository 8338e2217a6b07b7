/** Number formats that weights may be stored in, with their size in bytes. */
export const bytesPerValue = { F32: 4, F16: 2, BF16: 2 } as const;

export type StoredDtype = keyof typeof bytesPerValue;

/** A tensor as it lies in a file: little-endian, row-major, without gaps. */
export interface Tensor<Dtype extends string> {
  name: string;
  dtype: Dtype;
  shape: readonly number[];
  /** Bytes from the start of the file. */
  offset: number;
  byteLength: number;
}

/** A tensor of a weights file. */
export type StoredTensor = Tensor<StoredDtype>;

/** Number of values of a tensor. Not a safe integer for absurd shapes: the caller compares it with a size. */
export function valuesIn(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `[64, 160]`, as messages show a shape. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
