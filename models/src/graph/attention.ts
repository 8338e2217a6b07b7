import type { Architecture } from '../architecture.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { RotaryTables } from './rotary.js';
import { stepInput, stepOutput } from './step-contract.js';

/**
 * Grouped-query attention over a shared prefix and an own suffix. Everything is laid out as
 * [P, KV, R, G, S, keys], so that all rows of a question multiply one copy of its prefix.
 */
export class AttentionBuilder {
  private readonly prefixMask: Value;
  private readonly suffixMask: Value;
  private readonly suffixBlock: Value;
  /** Extents P, R, S as vectors of one integer, read off the inputs. */
  private readonly extent: { P: Value; R: Value; S: Value };
  private readonly prefixKeys: Value[] = [];
  private readonly prefixValues: Value[] = [];
  /** Turns queries and keys [B, S, heads * hd] by their position; leaves them as they are without rotary tables. */
  private readonly rotate: (value: Value, heads: number) => Value;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly sizes: Pick<Architecture, 'layers' | 'heads' | 'kvHeads' | 'headDim'>,
    inputs: { token: Value; position: Value; rotary: RotaryTables | null },
  ) {
    const { layers, kvHeads, headDim } = sizes;
    this.rotate = rotation(graph, headDim, inputs.position, inputs.rotary);
    this.prefixMask = graph.input(stepInput.prefixMask, 'float32', ['P', 1, 'Rm', 1, 'Sm', 'T']);
    this.suffixMask = graph.input(stepInput.suffixMask, 'float32', ['Pm', 1, 'Rn', 1, 'Sn', 's2']);
    this.suffixBlock = graph.input(stepInput.suffixBlock, 'int64', ['PKVR']);
    for (let layer = 0; layer < layers; layer++) {
      const shape = ['P', kvHeads, 'T', headDim];
      this.prefixKeys.push(graph.input(stepInput.prefixKey(layer), 'float32', shape));
      this.prefixValues.push(graph.input(stepInput.prefixValue(layer), 'float32', shape));
    }
    const P = this.size(this.prefixKeys[0] as Value, 0);
    const B = this.size(inputs.token, 0);
    this.extent = { P, R: graph.op('Div', [B, P]), S: this.size(inputs.token, 1) };
  }

  private size(value: Value, axis: number): Value {
    return this.graph.op('Shape', [value], { start: { int: axis }, end: { int: axis + 1 } });
  }

  private shape(...extents: (Value | number)[]): Value {
    const vectors = extents.map((extent) =>
      typeof extent === 'number' ? this.graph.ints([extent]) : extent,
    );
    return this.graph.op('Concat', vectors, { axis: { int: 0 } });
  }

  private transpose(value: Value, order: readonly number[]): Value {
    return this.graph.op('Transpose', [value], { perm: { ints: order } });
  }

  /** New keys or values [B, S, KV * hd] behind those of the row that is continued: [P, KV, R, s', hd]. */
  private append(old: string, fresh: Value, name: string): Value {
    const { graph, sizes } = this;
    const { P, R, S } = this.extent;
    const { kvHeads, headDim } = sizes;
    const suffix = graph.input(old, 'float32', ['P', kvHeads, 'R0', 's', headDim]);
    const length = this.size(suffix, 3);
    const blocks = graph.op(
      'Reshape',
      [
        suffix,
        this.shape(
          graph.op('Mul', [graph.op('Mul', [P, graph.ints([kvHeads])]), this.size(suffix, 2)]),
          length,
          headDim,
        ),
      ],
      { allowzero: { int: 1 } },
    );
    const continued = graph.op(
      'Reshape',
      [
        graph.op('Gather', [blocks, this.suffixBlock], { axis: { int: 0 } }),
        this.shape(P, kvHeads, R, length, headDim),
      ],
      { allowzero: { int: 1 } },
    );
    const heads = graph.op('Reshape', [fresh, this.shape(P, R, S, kvHeads, headDim)]);
    const appended = graph.op('Concat', [continued, this.transpose(heads, [0, 3, 1, 2, 4])], {
      axis: { int: 3 },
    });
    graph.output(name, appended, 'float32', ['P', kvHeads, 'R', 's2', headDim]);
    return appended;
  }

  /** Layer `layer`'s attention before W_O: [B, S, heads * hd]. */
  build(layer: number, projected: { query: Value; key: Value; value: Value }): Value {
    const { graph, sizes } = this;
    const { P, R, S } = this.extent;
    const { heads, kvHeads, headDim } = sizes;
    const group = heads / kvHeads;
    const prefixKey = this.prefixKeys[layer] as Value;
    const prefixValue = this.prefixValues[layer] as Value;
    const key = this.append(
      stepInput.suffixKey(layer),
      this.rotate(projected.key, kvHeads),
      stepOutput.suffixKey(layer),
    );
    const value = this.append(stepInput.suffixValue(layer), projected.value, stepOutput.suffixValue(layer));

    const rotated = this.rotate(projected.query, heads);
    const query = this.transpose(
      graph.op('Reshape', [rotated, this.shape(P, R, S, kvHeads, group, headDim)]),
      [0, 3, 1, 4, 2, 5],
    );
    const scaled = { transB: { int: 1 }, alpha: { float: 1 / Math.sqrt(headDim) } };
    const ofQuestion = graph.op('Reshape', [query, this.shape(P, kvHeads, -1, headDim)]);
    const ofRow = graph.op('Reshape', [query, this.shape(P, kvHeads, R, -1, headDim)]);
    const full = (extent: Value): Value => this.shape(P, kvHeads, R, group, S, extent);
    const prefixLength = this.size(prefixKey, 2);
    const suffixLength = this.size(key, 3);
    const unfold = (scores: Value, length: Value): Value =>
      graph.op('Reshape', [scores, full(length)], { allowzero: { int: 1 } });

    const prefixScores = unfold(graph.op('FusedMatMul', [ofQuestion, prefixKey], scaled), prefixLength);
    const suffixScores = unfold(graph.op('FusedMatMul', [ofRow, key], scaled), suffixLength);
    const scores = graph.op(
      'Concat',
      [graph.op('Add', [prefixScores, this.prefixMask]), graph.op('Add', [suffixScores, this.suffixMask])],
      { axis: { int: 5 } },
    );
    const weights = graph.op('Softmax', [scores], { axis: { int: -1 } });
    graph.output(stepOutput.attention(layer), weights, 'float32', ['P', kvHeads, 'R', group, 'S', 'keys']);

    const [prefixWeights, suffixWeights] = graph.ops(
      'Split',
      [weights, this.shape(prefixLength, suffixLength)],
      2,
      { axis: { int: 5 } },
    ) as [Value, Value];
    const fold = (part: Value, shape: Value): Value =>
      graph.op('Reshape', [part, shape], { allowzero: { int: 1 } });
    const queries = graph.op('Mul', [graph.op('Mul', [R, S]), graph.ints([group])]);
    const rowQueries = graph.op('Mul', [S, graph.ints([group])]);
    const fromPrefix = graph.op('MatMul', [
      fold(prefixWeights, this.shape(P, kvHeads, queries, prefixLength)),
      prefixValue,
    ]);
    const fromSuffix = graph.op('MatMul', [
      fold(suffixWeights, this.shape(P, kvHeads, R, rowQueries, suffixLength)),
      value,
    ]);
    const mixed = graph.op('Add', [
      unfold(fromPrefix, graph.ints([headDim])),
      unfold(fromSuffix, graph.ints([headDim])),
    ]);
    return graph.op('Reshape', [
      this.transpose(mixed, [0, 2, 4, 1, 3, 5]),
      this.shape(graph.op('Mul', [P, R]), S, heads * headDim),
    ]);
  }
}

function rotation(
  graph: GraphBuilder,
  headDim: number,
  position: Value,
  rotary: RotaryTables | null,
): (value: Value, heads: number) => Value {
  if (!rotary) return (value) => value;
  const half = headDim / 2;
  const shape = [rotary.cos.length / half, half];
  const cos = graph.floats(rotary.cos, shape);
  const sin = graph.floats(rotary.sin, shape);
  return (value, heads) =>
    graph.op('RotaryEmbedding', [value, position, cos, sin], {
      num_heads: { int: heads },
      interleaved: { int: 0 },
    });
}
