import { stepInput, stepOutput } from '@codiscope/models';

import { entryAt } from '@codiscope/models/required';
import type { Tensor } from './onnx-runtime.js';
import { extent, float32, floatsOf, tensorIn, type Tensors } from './tensors.js';

/** Names under which a cache is fed. */
export type CacheNames = 'prefix' | 'suffix';

/**
 * Keys and values of every layer: [P, KV, slots, hd] for a prefix, [P, KV, R, slots, hd] for a suffix.
 * Axis 0 is the lane in both, so that lanes can be left out of a batch by copying.
 */
export class KeyValueCache {
  private constructor(
    private readonly keys: readonly Tensor[],
    private readonly values: readonly Tensor[],
  ) {}

  /** A cache without slots. */
  static empty(layers: number, shape: readonly number[]): KeyValueCache {
    const none = Array.from({ length: layers }, () => float32(new Float32Array(0), shape));
    return new KeyValueCache(none, none);
  }

  /** The suffix that a step gave. */
  static fromStep(outputs: Tensors, layers: number): KeyValueCache {
    const pick = (name: (layer: number) => string): Tensor[] =>
      Array.from({ length: layers }, (_, layer) => tensorIn(outputs, name(layer)));
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
    const view = (tensor: Tensor): Tensor => float32(floatsOf(tensor), shape);
    return new KeyValueCache(this.keys.map(view), this.values.map(view));
  }

  /** Only these lanes, in this order. */
  pickLanes(lanes: readonly number[]): KeyValueCache {
    const pick = (tensor: Tensor): Tensor => {
      const data = floatsOf(tensor);
      const size = data.length / extent(tensor, 0);
      const picked = new Float32Array(lanes.length * size);
      lanes.forEach((lane, index) => {
        picked.set(data.subarray(lane * size, (lane + 1) * size), index * size);
      });
      return float32(picked, [lanes.length, ...tensor.dims.slice(1)]);
    };
    return new KeyValueCache(this.keys.map(pick), this.values.map(pick));
  }

  /** The values of a layer; a view. */
  valuesOf(layer: number): Float32Array {
    return floatsOf(entryAt(this.values, layer, 'the values of a layer'));
  }

  feeds(as: CacheNames): Tensors {
    const key = as === 'prefix' ? stepInput.prefixKey : stepInput.suffixKey;
    const value = as === 'prefix' ? stepInput.prefixValue : stepInput.suffixValue;
    const feeds: Record<string, Tensor> = {};
    this.keys.forEach((tensor, layer) => (feeds[key(layer)] = tensor));
    this.values.forEach((tensor, layer) => (feeds[value(layer)] = tensor));
    return feeds;
  }
}
