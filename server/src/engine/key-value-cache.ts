import { stepInput, stepOutput } from '@codiscope/models';

import type { Tensor } from './onnx-runtime.js';
import type { Tensors } from './onnx-session.js';
import { float32 } from './tensors.js';

/** Names under which a cache is fed. */
export type CacheNames = 'prefix' | 'suffix';

/**
 * Keys and values of every layer: [P, KV, slots, hd] for a prefix, [P, KV, R, slots, hd] for a suffix.
 * Axis 0 is the lane in both, so that lanes can be left out of a batch by copying.
 */
export class KeyValueCache {
  private constructor(
    private readonly keys: readonly Tensor[],
    /** By layer. */
    readonly values: readonly Tensor[],
  ) {}

  /** A cache without slots. */
  static empty(layers: number, shape: readonly number[]): KeyValueCache {
    const none = Array.from({ length: layers }, () => float32(new Float32Array(0), shape));
    return new KeyValueCache(none, none);
  }

  /** The suffix that a step gave. */
  static fromStep(outputs: Tensors, layers: number): KeyValueCache {
    const pick = (name: (layer: number) => string): Tensor[] =>
      Array.from({ length: layers }, (_, layer) => outputs[name(layer)] as Tensor);
    return new KeyValueCache(pick(stepOutput.suffixKey), pick(stepOutput.suffixValue));
  }

  /** Outputs that `fromStep` reads. */
  static fetches(layers: number): string[] {
    return Array.from({ length: layers }, (_, layer) => [
      stepOutput.suffixKey(layer),
      stepOutput.suffixValue(layer),
    ]).flat();
  }

  /** The same memory under another shape. */
  reshape(shape: readonly number[]): KeyValueCache {
    const view = (tensor: Tensor): Tensor => float32(tensor.data as Float32Array, shape);
    return new KeyValueCache(this.keys.map(view), this.values.map(view));
  }

  /** Only these lanes, in this order. */
  pickLanes(lanes: readonly number[]): KeyValueCache {
    const pick = (tensor: Tensor): Tensor => {
      const [count = 1, ...rest] = tensor.dims;
      const data = tensor.data as Float32Array;
      const size = data.length / count;
      const picked = new Float32Array(lanes.length * size);
      lanes.forEach((lane, index) => {
        picked.set(data.subarray(lane * size, (lane + 1) * size), index * size);
      });
      return float32(picked, [lanes.length, ...rest]);
    };
    return new KeyValueCache(this.keys.map(pick), this.values.map(pick));
  }

  feeds(as: CacheNames): Tensors {
    const key = as === 'prefix' ? stepInput.prefixKey : stepInput.suffixKey;
    const value = as === 'prefix' ? stepInput.prefixValue : stepInput.suffixValue;
    const feeds: Tensors = {};
    this.keys.forEach((tensor, layer) => (feeds[key(layer)] = tensor));
    this.values.forEach((tensor, layer) => (feeds[value(layer)] = tensor));
    return feeds;
  }
}
