import type { Tensor } from 'onnxruntime-node';

import { groupOfKeys, keyGroups } from './key-groups.js';
import type { AttentionPlan } from './rollout-plan.js';

/** Where one row stands in a step's attention tensors [P, KV, R, G, 1, T + s']. */
export interface AttentionPlace {
  readonly question: number;
  readonly row: number;
  /** R. */
  readonly rows: number;
  /** T: prefix slots, padding included. */
  readonly prefixSlots: number;
  /** Prefix slots of this question, padding left out. */
  readonly prefixLength: number;
}

/**
 * Reads one query row out of a step's attention tensors, reduced as the plan asks.
 * Gives float32 [layers, heads or 1, keys or groups], keys by absolute position.
 */
export function readAttention(
  tensors: readonly Tensor[],
  place: AttentionPlace,
  plan: AttentionPlan,
  numberTokens: readonly boolean[],
  thoughts: number,
): { weights: Float32Array; shape: [number, number, number] } {
  const [, kvHeads = 1, , group = 1, , width = 0] = tensors[0]?.dims ?? [];
  const heads = kvHeads * group;
  const keys = place.prefixLength + (width - place.prefixSlots);
  const groups = plan.grouped ? groupOfKeys(numberTokens, thoughts, keys - 1) : null;
  const extent = groups ? keyGroups(thoughts).length : keys;
  const outHeads = plan.headMean ? 1 : heads;
  // Summed in double precision, so that groups and means are exact to float32.
  const sums = new Float64Array(tensors.length * outHeads * extent);
  tensors.forEach((tensor, layer) => {
    const data = tensor.data as Float32Array;
    for (let head = 0; head < heads; head++) {
      const kv = Math.floor(head / group);
      const block = ((place.question * kvHeads + kv) * place.rows + place.row) * group + (head % group);
      const target = (layer * outHeads + (plan.headMean ? 0 : head)) * extent;
      for (let key = 0; key < keys; key++) {
        const column = key < place.prefixLength ? key : key - place.prefixLength + place.prefixSlots;
        const cell = target + (groups ? (groups[key] as number) : key);
        sums[cell] = (sums[cell] as number) + (data[block * width + column] as number);
      }
    }
  });
  const weights = new Float32Array(sums.length);
  const divisor = plan.headMean ? heads : 1;
  sums.forEach((sum, cell) => (weights[cell] = sum / divisor));
  return { weights, shape: [tensors.length, outHeads, extent] };
}
