import type { Architecture } from '../architecture.js';
import { entryAt } from '../required.js';
import type { GraphBuilder, Value } from './graph-builder.js';
import type { RotaryTables } from './rotary.js';
import { stepInput, stepOutput } from './step-contract.js';

/** Extents as vectors of one integer; letters as in `stepInput`. */
interface Extents {
  readonly B: Value;
  readonly S: Value;
  readonly P: Value;
  readonly R: Value;
  readonly T: Value;
  readonly s: Value;
  /** s'. */
  readonly after: Value;
  /** P * KV * R0: blocks of the suffix before the step. */
  readonly blocks: Value;
  /** G * S: queries of one row, and of all rows of a question. */
  readonly rowQueries: Value;
  readonly questionQueries: Value;
}

/**
 * Grouped-query attention over a shared prefix and an own suffix. Everything is laid out as
 * [P, KV, R, G, S, keys], so that all rows of a question multiply one copy of its prefix.
 */
export class AttentionBuilder {
  private readonly prefixMask: Value;
  private readonly suffixMask: Value;
  private readonly suffixBlock: Value;
  private readonly knockout: { on: Value; row: Value; mask: Value };
  /** Extents that are the same in all layers, read once. */
  private readonly extent: Extents;
  private readonly shapes = new Map<string, Value>();
  private readonly prefixKeys: Value[] = [];
  private readonly prefixValues: Value[] = [];
  private readonly suffixKeys: Value[] = [];
  private readonly suffixValues: Value[] = [];
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
    this.knockout = {
      on: graph.input(stepInput.knockoutOn, 'bool', [layers]),
      row: graph.input(stepInput.knockoutRow, 'int64', [layers]),
      mask: graph.input(stepInput.knockoutMask, 'float32', ['M', 'Pk', 'KVk', 'Rk', 'Gk', 'Sk', 'keysk']),
    };
    for (let layer = 0; layer < layers; layer++) {
      const shape = ['P', kvHeads, 'T', headDim];
      this.prefixKeys.push(graph.input(stepInput.prefixKey(layer), 'float32', shape));
      this.prefixValues.push(graph.input(stepInput.prefixValue(layer), 'float32', shape));
      const rows = ['P', kvHeads, 'R0', 's', headDim];
      this.suffixKeys.push(graph.input(stepInput.suffixKey(layer), 'float32', rows));
      this.suffixValues.push(graph.input(stepInput.suffixValue(layer), 'float32', rows));
    }
    this.extent = this.readExtents(inputs.token);
  }

  private readExtents(token: Value): Extents {
    const { graph, sizes } = this;
    const prefix = entryAt(this.prefixKeys, 0, 'the keys of a layer');
    const suffix = entryAt(this.suffixKeys, 0, 'the keys of a layer');
    const product = (left: Value, right: Value | number): Value =>
      graph.op('Mul', [left, typeof right === 'number' ? graph.ints([right]) : right]);
    const B = this.size(token, 0);
    const S = this.size(token, 1);
    const P = this.size(prefix, 0);
    const R = graph.op('Div', [B, P]);
    const s = this.size(suffix, 3);
    const rowQueries = product(S, sizes.heads / sizes.kvHeads);
    return {
      B,
      S,
      P,
      R,
      s,
      T: this.size(prefix, 2),
      after: graph.op('Add', [s, S]),
      blocks: product(product(P, sizes.kvHeads), this.size(suffix, 2)),
      rowQueries,
      questionQueries: product(R, rowQueries),
    };
  }

  private size(value: Value, axis: number): Value {
    return this.graph.op('Shape', [value], { start: { int: axis }, end: { int: axis + 1 } });
  }

  /** A shape of extents, made once for all layers. */
  private shape(...extents: (Value | number)[]): Value {
    const key = extents.join();
    const known = this.shapes.get(key);
    if (known) return known;
    const vectors = extents.map((extent) =>
      typeof extent === 'number' ? this.graph.ints([extent]) : extent,
    );
    const made = this.graph.op('Concat', vectors, { axis: { int: 0 } });
    this.shapes.set(key, made);
    return made;
  }

  /** A value under another shape; an extent of 0 is a 0. */
  private reshape(value: Value, ...extents: (Value | number)[]): Value {
    return this.graph.op('Reshape', [value, this.shape(...extents)], { allowzero: { int: 1 } });
  }

  private transpose(value: Value, order: readonly number[]): Value {
    return this.graph.op('Transpose', [value], { perm: { ints: order } });
  }

  /** New keys or values [B, S, KV * hd] behind those of the row that is continued: [P, KV, R, s', hd]. */
  private append(suffix: Value, fresh: Value, name: string): Value {
    const { graph } = this;
    const { P, R, S, s, blocks } = this.extent;
    const { kvHeads, headDim } = this.sizes;
    const rows = graph.op('Gather', [this.reshape(suffix, blocks, s, headDim), this.suffixBlock], {
      axis: { int: 0 },
    });
    const continued = this.reshape(rows, P, kvHeads, R, s, headDim);
    const heads = this.transpose(this.reshape(fresh, P, R, S, kvHeads, headDim), [0, 3, 1, 2, 4]);
    const appended = graph.op('Concat', [continued, heads], { axis: { int: 3 } });
    graph.output(name, appended, 'float32', ['P', kvHeads, 'R', 's2', headDim]);
    return appended;
  }

  /** Scores [P, KV, R, G, S, T + s'] with the layer's knocked-out edges masked. */
  private knockedOut(layer: number, scores: Value): Value {
    const { graph, knockout } = this;
    const first = { axis: { int: 0 } };
    return graph.branch(
      graph.op('Gather', [knockout.on, graph.ints([layer])], first),
      (branch) => {
        const row = branch.op('Gather', [knockout.row, branch.int(layer)], first);
        return branch.op('Add', [scores, branch.op('Gather', [knockout.mask, row], first)]);
      },
      (branch) => branch.op('Identity', [scores]),
      'float32',
      6,
    );
  }

  /** Layer `layer`'s attention before W_O: [B, S, heads * hd]. */
  build(layer: number, projected: { query: Value; key: Value; value: Value }): Value {
    const { graph } = this;
    const { P, R, S, T, after, B, questionQueries, rowQueries } = this.extent;
    const { heads, kvHeads, headDim } = this.sizes;
    const group = heads / kvHeads;
    const at = (values: readonly Value[]): Value => entryAt(values, layer, 'the prefix of a layer');
    const rotatedKey = this.rotate(projected.key, kvHeads);
    const key = this.append(at(this.suffixKeys), rotatedKey, stepOutput.suffixKey(layer));
    const value = this.append(at(this.suffixValues), projected.value, stepOutput.suffixValue(layer));
    const rotated = this.reshape(this.rotate(projected.query, heads), P, R, S, kvHeads, group, headDim);
    const query = this.transpose(rotated, [0, 3, 1, 4, 2, 5]);

    const scaled = { transB: { int: 1 }, alpha: { float: 1 / Math.sqrt(headDim) } };
    const score = (queries: Value, keys: Value, mask: Value, length: Value): Value => {
      const scores = graph.op('FusedMatMul', [queries, keys], scaled);
      return graph.op('Add', [this.reshape(scores, P, kvHeads, R, group, S, length), mask]);
    };
    const ofQuestion = this.reshape(query, P, kvHeads, questionQueries, headDim);
    const ofRow = this.reshape(query, P, kvHeads, R, rowQueries, headDim);
    const scores = graph.op(
      'Concat',
      [score(ofQuestion, at(this.prefixKeys), this.prefixMask, T), score(ofRow, key, this.suffixMask, after)],
      { axis: { int: 5 } },
    );
    const weights = graph.op('Softmax', [this.knockedOut(layer, scores)], { axis: { int: -1 } });
    graph.output(stepOutput.attention(layer), weights, 'float32', ['P', kvHeads, 'R', group, 'S', 'keys']);

    const parts = graph.ops('Split', [weights, this.shape(T, after)], 2, { axis: { int: 5 } });
    const [onPrefix, onSuffix] = parts as [Value, Value];
    const mix = (onKeys: Value, values: Value): Value =>
      this.reshape(graph.op('MatMul', [onKeys, values]), P, kvHeads, R, group, S, headDim);
    const mixed = graph.op('Add', [
      mix(this.reshape(onPrefix, P, kvHeads, questionQueries, T), at(this.prefixValues)),
      mix(this.reshape(onSuffix, P, kvHeads, R, rowQueries, after), value),
    ]);
    return this.reshape(this.transpose(mixed, [0, 2, 4, 1, 3, 5]), B, S, heads * headDim);
  }
}

/** What turns queries and keys [B, S, heads * hd] by their positions; nothing where there are no tables. */
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
