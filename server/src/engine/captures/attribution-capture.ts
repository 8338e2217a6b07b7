import { stepOutput } from '@codiscope/models';

import { entryAt, required } from '@codiscope/models/required';
import { logSumExp } from '../distribution.js';
import type { ModelShape } from '../model-shape.js';
import type { Readouts } from '../readouts.js';
import { groupOfKeys, keyGroups } from './key-groups.js';
import type { Recorder, RowReading } from './row-reading.js';
import type { SlotAddress } from './slot-address.js';

/** To what one token's logit is owed; everything adds up to `logit`. */
export interface TokenAttribution {
  readonly token: number;
  readonly logit: number;
  readonly logProb: number;
  /** float32 [layers, heads, keys or groups]. */
  readonly attention: Float32Array;
  /** float32 [layers]. */
  readonly mlp: Float32Array;
  readonly embedding: number;
  readonly bias: number;
}

/** The attribution at one slot. */
export interface CapturedAttribution {
  readonly position: number;
  /** Of `attention`. */
  readonly shape: readonly [number, number, number];
  readonly gold: TokenAttribution;
  readonly rival: TokenAttribution;
}

/** What the slot that predicts the number token is made of. */
interface Parts {
  readonly position: number;
  readonly logits: Float32Array;
  /** Of each layer. [H, keys] */
  readonly weights: readonly Float32Array[];
  /** Of each layer. [KV, keys, hd] */
  readonly values: readonly Float32Array[];
  /** Of each layer. [hidden size] */
  readonly mlp: readonly Float32Array[];
  readonly embedding: Float32Array;
  readonly last: Float32Array;
}

/** Keeps what the forced gold answer's number token is predicted from. */
export class AttributionCapture implements Recorder {
  private parts: Parts | null = null;

  constructor(
    /** The answer slot that predicts the number token; 0 is EOT. */
    private readonly numberAt: number,
    private readonly gold: number,
    private readonly grouping: { numberTokens: readonly boolean[]; thoughts: number } | null,
    private readonly model: ModelShape,
  ) {}

  private get layers(): number[] {
    return Array.from({ length: this.model.layers }, (_, layer) => layer);
  }

  fetches({ kind, number }: SlotAddress): readonly string[] {
    const answers = kind === 'eot' || kind === 'answer';
    if (!answers || number !== this.numberAt) return [];
    return [
      stepOutput.logits,
      stepOutput.value({ site: 'embed', layer: null }),
      stepOutput.value({ site: 'resid_post', layer: this.model.layers - 1 }),
      ...this.layers.flatMap((layer) => [
        stepOutput.attention(layer),
        stepOutput.value({ site: 'mlp_out', layer }),
      ]),
    ];
  }

  read(reading: RowReading): void {
    this.parts = {
      position: reading.address.position,
      logits: required(reading.logits, 'the logits of a read slot').slice(),
      weights: this.layers.map((layer) => reading.attention(layer)),
      values: this.layers.map((layer) => reading.values(layer)),
      mlp: this.layers.map((layer) => reading.vector({ site: 'mlp_out', layer }).slice()),
      embedding: reading.vector({ site: 'embed', layer: null }).slice(),
      last: reading.vector({ site: 'resid_post', layer: this.model.layers - 1 }).slice(),
    };
  }

  /** The attribution; null when the slot was never reached. */
  async finish(readouts: Readouts): Promise<CapturedAttribution | null> {
    const { parts, gold, model, grouping } = this;
    if (!parts) return null;
    const { position, logits, values } = parts;
    const rival = bestOther(logits, gold);
    const tokens = [gold, rival];
    const keys = position + 1;
    const { directions, bias, learned } = await readouts.logitDirections(parts.last, position, tokens);
    const groups = grouping ? groupOfKeys(grouping.numberTokens, grouping.thoughts, position) : null;
    const extent = grouping ? keyGroups(grouping.thoughts).length : keys;
    const size = model.heads * extent;
    const attention = tokens.map(() => new Float64Array(model.layers * size));
    for (const layer of this.layers) {
      const effects = await readouts.slotEffects(
        layer,
        entryAt(values, layer, 'the values of a layer'),
        keys,
        directions,
      );
      const weights = entryAt(parts.weights, layer, 'the attention of a layer');
      if (effects.length !== tokens.length * weights.length)
        throw new Error(`${effects.length} effects do not belong to ${weights.length} weights`);
      // Every index below is within the lengths that are known by now.
      attention.forEach((sums, token) => {
        for (let cell = 0; cell < weights.length; cell++) {
          const key = cell % keys;
          const column = groups ? (groups[key] as number) : key;
          const at = layer * size + Math.floor(cell / keys) * extent + column;
          const effect = effects[token * weights.length + cell] as number;
          sums[at] = (sums[at] as number) + effect * (weights[cell] as number);
        }
      });
    }
    const norm = logSumExp(logits);
    const ofToken = (index: number): TokenAttribution => {
      const token = entryAt(tokens, index, 'a token');
      const logit = entryAt(logits, token, 'the logit of a token');
      const direction = directions.subarray(index * model.hiddenSize, (index + 1) * model.hiddenSize);
      return {
        token,
        logit,
        logProb: logit - norm,
        attention: Float32Array.from(entryAt(attention, index, 'the sums of a token')),
        mlp: Float32Array.from(parts.mlp, (vector) => dot(vector, direction)),
        embedding: dot(parts.embedding, direction) + entryAt(learned, index, "the learned position's effect"),
        bias: entryAt(bias, index, "the biases' effect"),
      };
    };
    return { position, shape: [model.layers, model.heads, extent], gold: ofToken(0), rival: ofToken(1) };
  }
}

function bestOther(logits: Float32Array, token: number): number {
  let best = token === 0 ? 1 : 0;
  logits.forEach((logit, index) => {
    if (index !== token && logit > (logits[best] as number)) best = index;
  });
  return best;
}

function dot(left: Float32Array, right: Float32Array): number {
  if (left.length !== right.length)
    throw new Error(`vectors of ${left.length} and ${right.length} values have no product`);
  let sum = 0;
  left.forEach((value, index) => (sum += value * (right[index] as number)));
  return sum;
}
