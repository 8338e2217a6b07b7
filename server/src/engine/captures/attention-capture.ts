import { stepOutput } from '@codiscope/models';

import { entryAt } from '@codiscope/models/required';
import type { Readouts } from '../readouts.js';
import type { AttentionPlan } from './capture-plan.js';
import { groupOfKeys, keyGroups } from './key-groups.js';
import type { Recorder, RowReading } from './row-reading.js';
import type { SlotAddress } from './slot-address.js';

/** One captured row of attention. */
export interface CapturedAttention {
  readonly query: SlotAddress;
  /** float32 [layers, heads or 1, keys or groups]. */
  readonly weights: Float32Array;
  /** |weight * v W_O|, of the same shape; null unless asked for. */
  readonly valueNorms: Float32Array | null;
  readonly shape: readonly [number, number, number];
}

/** What rows of attention are reduced with. */
interface Reduction {
  readonly plan: AttentionPlan;
  readonly numberTokens: readonly boolean[];
  readonly thoughts: number;
}

/** Keeps rows of attention. */
export class AttentionCapture implements Recorder {
  /** Weights [H, keys] of each layer, where they cannot be reduced before the value norms are known. */
  private readonly rows: { query: SlotAddress; layers: Float32Array[] }[] = [];
  private readonly reduced: CapturedAttention[] = [];
  /** The last captured slot: its step holds the values of all slots up to it. */
  private last: RowReading | null = null;

  constructor(private readonly reduction: Reduction) {}

  fetches({ kind }: SlotAddress): readonly string[] {
    const { plan } = this.reduction;
    const wanted =
      (kind === 'bot' && plan.bot) ||
      (kind === 'thought' && plan.thoughts) ||
      // The row that predicts the number may be any of these.
      (kind === 'eot' && (plan.eot || plan.number)) ||
      (kind === 'answer' && (plan.answer || plan.number));
    if (!wanted) return [];
    const names = plan.layers.map((layer) => stepOutput.attention(layer));
    // Keys and values of every step are fetched in any case.
    return plan.valueNorms ? [...names, ...plan.layers.map((layer) => stepOutput.suffixValue(layer))] : names;
  }

  read(reading: RowReading): void {
    const { plan } = this.reduction;
    const query = reading.address;
    const layers = plan.layers.map((layer) => reading.attention(layer));
    if (!plan.valueNorms) {
      this.reduced.push(this.finished(query, layers, null));
      return;
    }
    this.rows.push({ query, layers });
    this.last = reading;
  }

  /** The rows, in order of position. */
  async finish(readouts: Readouts): Promise<CapturedAttention[]> {
    const { last, rows } = this;
    if (!last) return this.reduced;
    const { layers } = this.reduction.plan;
    const valueKeys = last.address.position + 1;
    const norms: Float32Array[] = [];
    // A slot's value is the same for every later query, so the last row's are everybody's.
    for (const layer of layers) norms.push(await readouts.valueNorms(layer, last.values(layer), valueKeys));
    this.last = null;
    return rows.map(({ query, layers: weights }) => {
      const keys = query.position + 1;
      const weighted = weights.map((row, index) => {
        const norm = entryAt(norms, index, 'the value norms of a layer');
        return row.map((weight, cell) => {
          const key = Math.floor(cell / keys) * valueKeys + (cell % keys);
          return weight * entryAt(norm, key, 'the value norm of a slot');
        });
      });
      return this.finished(query, weights, weighted);
    });
  }

  private finished(
    query: SlotAddress,
    layers: readonly Float32Array[],
    valueNorms: readonly Float32Array[] | null,
  ): CapturedAttention {
    const keys = query.position + 1;
    const { weights, shape } = reduce(layers, keys, this.reduction);
    return {
      query,
      weights,
      valueNorms: valueNorms ? reduce(valueNorms, keys, this.reduction).weights : null,
      shape,
    };
  }
}

/** Rows [H, keys] of several layers, heads averaged and keys summed by group as the plan asks. */
function reduce(
  layers: readonly Float32Array[],
  keys: number,
  { plan, numberTokens, thoughts }: Reduction,
): { weights: Float32Array; shape: [number, number, number] } {
  const groups = plan.grouped ? groupOfKeys(numberTokens, thoughts, keys - 1) : null;
  const extent = groups ? keyGroups(thoughts).length : keys;
  const heads = entryAt(layers, 0, 'the attention of a layer').length / keys;
  const outHeads = plan.headMean ? 1 : heads;
  // Summed in double precision, so that groups and means are exact to float32.
  const sums = new Float64Array(layers.length * outHeads * extent);
  layers.forEach((row, layer) => {
    row.forEach((weight, cell) => {
      const head = plan.headMean ? 0 : Math.floor(cell / keys);
      const key = cell % keys;
      const target =
        (layer * outHeads + head) * extent + (groups ? entryAt(groups, key, 'the group of a key') : key);
      sums[target] = (sums[target] as number) + weight;
    });
  });
  const divisor = plan.headMean ? heads : 1;
  return {
    weights: Float32Array.from(sums, (sum) => sum / divisor),
    shape: [layers.length, outHeads, extent],
  };
}
