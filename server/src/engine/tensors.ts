import { Tensor } from './onnx-runtime.js';

/** A float32 tensor over `data`, which is not copied. */
export function float32(data: Float32Array, shape: readonly number[]): Tensor {
  return new Tensor('float32', data, shape);
}

/** An int64 tensor. */
export function int64(values: ArrayLike<number>, shape: readonly number[]): Tensor {
  const data = new BigInt64Array(values.length);
  for (let index = 0; index < values.length; index++) data[index] = BigInt(values[index] as number);
  return new Tensor('int64', data, shape);
}

/** A bool tensor; 0 is false. */
export function bool(values: ArrayLike<boolean | number>, shape: readonly number[]): Tensor {
  return new Tensor('bool', Uint8Array.from(values, Number), shape);
}
