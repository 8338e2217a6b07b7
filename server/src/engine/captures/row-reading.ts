import { stepOutput, type EditPoint } from '@codiscope/models';

import { required } from '@codiscope/models/required';
import type { KeyValueCache } from '../key-value-cache.js';
import { extent, floatsOf, tensorIn, type Tensors } from '../tensors.js';
import type { SlotAddress } from './slot-address.js';

/** Where a slot stands in the outputs of a step or of a prefill. */
export interface ReadingPlace {
  /** p. */
  readonly lane: number;
  /** r. */
  readonly row: number;
  /** R. */
  readonly rows: number;
  /** s: the slot among the step's own. */
  readonly slot: number;
  /** S. */
  readonly slots: number;
  /** Slots of the prefix, padding left out; in a prefill, in which there is none yet, 0. */
  readonly prefixLength: number;
  /** T. */
  readonly prefixSlots: number;
  /** Keys that the slot sees: its position + 1. */
  readonly keys: number;
}

/** One slot of one row, as captures read it out of the outputs that were fetched. */
export class RowReading {
  constructor(
    readonly address: SlotAddress,
    private readonly place: ReadingPlace,
    private readonly outputs: Tensors,
    private readonly prefix: KeyValueCache | null,
    /** The slot's logits, [V + 2], where they were fetched; a view that is gone after the step. */
    readonly logits: Float32Array | null,
  ) {}

  /** The vector at a point, after its edit; a view. [hidden size], or [H * hd] at `head` */
  vector(point: EditPoint): Float32Array {
    const { lane, rows, row, slot, slots } = this.place;
    const tensor = tensorIn(this.outputs, stepOutput.value(point));
    const width = extent(tensor, 2);
    const at = ((lane * rows + row) * slots + slot) * width;
    return floatsOf(tensor).subarray(at, at + width);
  }

  /** The final-norm output; a view. In a prefill only BOT's is there. [hidden size] */
  finalNorm(): Float32Array {
    const { lane, rows, row } = this.place;
    const tensor = tensorIn(this.outputs, stepOutput.state);
    const width = extent(tensor, 1);
    const at = (lane * rows + row) * width;
    return floatsOf(tensor).subarray(at, at + width);
  }

  /** Attention weights of a layer by absolute position of the key. [H, keys] */
  attention(layer: number): Float32Array {
    const { lane, rows, row, slot, slots, keys, prefixLength, prefixSlots } = this.place;
    const tensor = tensorIn(this.outputs, stepOutput.attention(layer));
    const [kvHeads, group, width] = [extent(tensor, 1), extent(tensor, 3), extent(tensor, 5)];
    const data = floatsOf(tensor);
    const weights = new Float32Array(kvHeads * group * keys);
    for (let kv = 0; kv < kvHeads; kv++) {
      for (let g = 0; g < group; g++) {
        const from = ((((lane * kvHeads + kv) * rows + row) * group + g) * slots + slot) * width;
        const to = (kv * group + g) * keys;
        weights.set(data.subarray(from, from + prefixLength), to);
        const suffix = from + prefixSlots;
        weights.set(data.subarray(suffix, suffix + keys - prefixLength), to + prefixLength);
      }
    }
    return weights;
  }

  /** The values that the slots up to this one offer in a layer, by absolute position. [KV, keys, hd] */
  values(layer: number): Float32Array {
    const { lane, rows, row, keys, prefixLength, prefixSlots } = this.place;
    const suffix = tensorIn(this.outputs, stepOutput.suffixValue(layer));
    const [kvHeads, stored, headDim] = [extent(suffix, 1), extent(suffix, 3), extent(suffix, 4)];
    const data = floatsOf(suffix);
    const values = new Float32Array(kvHeads * keys * headDim);
    const prefix = prefixLength === 0 ? null : required(this.prefix, 'the prefix of a row').valuesOf(layer);
    for (let kv = 0; kv < kvHeads; kv++) {
      const to = kv * keys * headDim;
      if (prefix) {
        const from = (lane * kvHeads + kv) * prefixSlots * headDim;
        values.set(prefix.subarray(from, from + prefixLength * headDim), to);
      }
      const from = ((lane * kvHeads + kv) * rows + row) * stored * headDim;
      const own = data.subarray(from, from + (keys - prefixLength) * headDim);
      values.set(own, to + prefixLength * headDim);
    }
    return values;
  }
}

/** What a capture does at the slots of one path. */
export interface Recorder {
  /** Outputs of the step that are read at this slot; empty when the slot is not captured. */
  fetches(slot: SlotAddress): readonly string[];
  /** Keeps what is wanted of a slot for which `fetches` named something. `clean`: the clean run's row of the step. */
  read(reading: RowReading, clean: RowReading | null): void;
}
