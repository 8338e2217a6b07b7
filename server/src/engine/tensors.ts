import { entryAt, required } from '@codiscope/models/required';
import { Tensor } from './onnx-runtime.js';

/** Tensors by the names of a graph's inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** An output that must have been fetched. */
export function tensorIn(outputs: Tensors, name: string): Tensor {
  return required(outputs[name], `the output ${name}`);
}

/** The extent of a tensor's axis. */
export function extent(tensor: Tensor, axis: number): number {
  return entryAt(tensor.dims, axis, 'the extent of a tensor');
}

/** The values of a float32 tensor; not copied. */
export function floatsOf({ data, type }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  throw new Error(`a tensor of ${type} is not one of float32`);
}

/** The values of a float32 output that must have been fetched; not copied. */
export function floatsIn(outputs: Tensors, name: string): Float32Array {
  return floatsOf(tensorIn(outputs, name));
}

/** The values of an int64 output that must have been fetched; not copied. */
export function integersIn(outputs: Tensors, name: string): BigInt64Array {
  const { data, type } = tensorIn(outputs, name);
  if (data instanceof BigInt64Array) return data;
  throw new Error(`the output ${name} is of ${type}, not of int64`);
}

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
