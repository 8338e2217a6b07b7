import { stepInput } from '@codiscope/models';

import type { ModelShape } from './model-shape.js';
import type { BlockedKeys } from './rollout-plan.js';
import { bool, float32, int64, type Tensors } from './tensors.js';

/** Added to the score of a key that a query may not see. */
export const HIDDEN = -1e30;

/** Keys that one slot of a step or prefill may not see. */
export interface PlacedKnockout {
  /** p. */
  readonly lane: number;
  /** r. */
  readonly row: number;
  /** s. */
  readonly slot: number;
  readonly blocked: readonly BlockedKeys[];
}

/** The extents of a step's attention scores. */
export interface ScoreExtents {
  /** P. */
  readonly lanes: number;
  /** R. */
  readonly rows: number;
  /** S. */
  readonly slots: number;
  /** T + s'. */
  readonly keys: number;
  /** T: columns in front of the suffix. In a prefill the question's own slots are the suffix, and this is 0. */
  readonly prefixSlots: number;
}

/** The knockout inputs of a step. Layers with the same knockouts share a mask. */
export function knockoutMasks(
  placed: readonly PlacedKnockout[],
  extents: ScoreExtents,
  { layers, heads, kvHeads }: ModelShape,
): Tensors {
  const found = placed.flatMap(({ blocked, ...at }) => blocked.map((keys) => ({ ...at, keys })));
  const on = Array<boolean>(layers).fill(false);
  const row = new Int32Array(layers);
  const masks = new Map<string, typeof found>();
  for (let layer = 0; layer < layers; layer++) {
    const here = found.filter(({ keys }) => keys.layers.includes(layer));
    if (here.length === 0) continue;
    const name = here.map((entry) => found.indexOf(entry)).join();
    on[layer] = true;
    row[layer] = [...masks.keys()].indexOf(name);
    if (masks.has(name)) continue;
    row[layer] = masks.size;
    masks.set(name, here);
  }
  const apart = found.some(({ keys }) => keys.heads !== null);
  const outer = apart ? heads : 1;
  const { lanes, rows, slots, keys: width } = extents;
  const none = masks.size === 0;
  const size = none ? 1 : lanes * outer * rows * slots * width;
  const mask = new Float32Array(none ? 1 : masks.size * size);
  const group = heads / kvHeads;
  [...masks.values()].forEach((entries, index) => {
    for (const { lane, row: r, slot, keys } of entries) {
      const columns = blockedColumns(keys, extents);
      for (const head of apart ? (keys.heads ?? range(heads)) : [0]) {
        // [M, P, KV, R, G, S, keys]; with all heads in one, KV and G are 1.
        const kv = apart ? Math.floor(head / group) : 0;
        const [kvCount, groups, g] = apart ? [kvHeads, group, head % group] : [1, 1, 0];
        const line = (((lane * kvCount + kv) * rows + r) * groups + g) * slots + slot;
        for (const column of columns) mask[index * size + line * width + column] = HIDDEN;
      }
    }
  });
  const shape = none
    ? [1, 1, 1, 1, 1, 1, 1]
    : [masks.size, lanes, apart ? kvHeads : 1, rows, apart ? group : 1, slots, width];
  return {
    [stepInput.knockoutOn]: bool(on, [layers]),
    [stepInput.knockoutRow]: int64(row, [layers]),
    [stepInput.knockoutMask]: float32(mask, shape),
  };
}

/** The columns of a row of scores that stand for these keys, as far as they are there already. */
function blockedColumns(
  { prefix, suffix, suffixFrom }: BlockedKeys,
  { prefixSlots, keys }: ScoreExtents,
): number[] {
  const later = suffixFrom === null ? [] : range(keys).filter((column) => column >= prefixSlots + suffixFrom);
  const own = suffix.map((slot) => prefixSlots + slot);
  return [...prefix, ...own, ...later].filter((column) => column < keys);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
