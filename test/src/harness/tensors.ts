import assert from 'node:assert/strict';

import { decodeTensor, type FloatArray, type Tensor } from '@codiscope/proto';

/** A tensor that must be there, as an array. */
export function decoded(tensor: Tensor | undefined): FloatArray {
  assert.ok(tensor);
  return decodeTensor(tensor);
}

/** The rows of a tensor's last axis. */
export function lines({ shape, data }: FloatArray): Float32Array[] {
  const width = shape.at(-1);
  assert.ok(width !== undefined, 'a tensor without axes has no rows');
  return Array.from({ length: data.length / width }, (_, index) =>
    data.subarray(index * width, (index + 1) * width),
  );
}

/** Fails unless two numbers are at most `within` apart. */
export function near(left: number, right: number, within: number, what: string): void {
  assert.ok(Math.abs(left - right) <= within, `${what}: ${left} and ${right}`);
}
