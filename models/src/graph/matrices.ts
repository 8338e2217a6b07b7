import { BLOCK } from '../quantisation/block-quantisation.js';
import type { MatrixLayout, QuantisedWeight, WeightLocation } from '../weights/weight-location.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** Where a graph's matrices come from. */
export interface MatrixSource {
  /** A float32 weight by Hugging Face's name. */
  readonly weight: (name: string) => Value;
  readonly quantised: ReadonlyMap<string, QuantisedWeight>;
  /** The weights' file as the graph names it. */
  readonly location: string;
}

/** A weight matrix as floats. */
export interface FloatMatrix {
  readonly value: Value;
  /** Whether it is [outputs, inputs] (else [inputs, outputs]). */
  readonly outFirst: boolean;
}

/** ONNX Runtime's accuracy level 4: the input is rounded to 8 bits too, block by block, and products are integers. */
const INTEGER_PRODUCTS = 4;

/** What a byte of a weight of 0 is. */
const ZERO = 128;

/** The weight matrices of a graph, float32 or quantised; the one place where they are multiplied by. */
export class Matrices {
  constructor(
    private readonly graph: GraphBuilder,
    private readonly source: MatrixSource,
  ) {}

  readonly isQuantised = (name: string): boolean => this.source.quantised.has(name);

  /** [.., inputs] times the matrix: [.., outputs]. `layout` is that of the float32 weight. */
  multiply(input: Value, name: string, layout: MatrixLayout = 'out-in'): Value {
    const { graph, source } = this;
    const matrix = source.quantised.get(name);
    if (matrix) {
      const { inputs, outputs } = matrix;
      const { bytes, scales } = this.quantised(name, matrix);
      return graph.op('MatMulNBits', [input, bytes, scales], {
        K: { int: inputs },
        N: { int: outputs },
        bits: { int: 8 },
        block_size: { int: BLOCK },
        accuracy_level: { int: INTEGER_PRODUCTS },
      });
    }
    if (layout === 'in-out') return graph.op('MatMul', [input, source.weight(name)]);
    return graph.op('FusedMatMul', [input, source.weight(name)], { transB: { int: 1 } });
  }

  /** The matrix as floats; of a quantised one what its bytes stand for. */
  inFloats(name: string, layout: MatrixLayout = 'out-in'): FloatMatrix {
    const matrix = this.source.quantised.get(name);
    if (!matrix) return { value: this.source.weight(name), outFirst: layout === 'out-in' };
    const { bytes, scales } = this.quantised(name, matrix);
    return { value: this.dequantised(bytes, scales, matrix.inputs), outFirst: true };
  }

  /** Rows of a matrix [outputs, inputs] by index [N]: [N, inputs]. */
  rows(name: string, index: Value): Value {
    const { graph, source } = this;
    const pick = (value: Value): Value => graph.op('Gather', [value, index], { axis: { int: 0 } });
    const matrix = source.quantised.get(name);
    if (!matrix) return pick(source.weight(name));
    const { bytes, scales } = this.quantised(name, matrix);
    return this.dequantised(pick(bytes), pick(scales), matrix.inputs);
  }

  private quantised(name: string, { bytes, scales }: QuantisedWeight): { bytes: Value; scales: Value } {
    return {
      bytes: this.declare(`${name}.int8`, 'uint8', bytes),
      scales: this.declare(`${name}.scales`, 'float32', scales),
    };
  }

  private declare(name: string, type: 'uint8' | 'float32', { shape, ...place }: WeightLocation): Value {
    return this.graph.external(name, shape, { ...place, location: this.source.location }, type);
  }

  /** Bytes [N, blocks, 32] and scales [N, blocks] as [N, inputs]. */
  private dequantised(bytes: Value, scales: Value, inputs: number): Value {
    const { graph } = this;
    const steps = graph.op('Sub', [
      graph.op('Cast', [bytes], { to: { int: 1 } }),
      graph.floats(Float32Array.of(ZERO), [1]),
    ]);
    const values = graph.op('Mul', [steps, graph.op('Unsqueeze', [scales, graph.ints([2])])]);
    const padded = graph.op('Reshape', [values, graph.ints([0, -1])]);
    return graph.op('Slice', [padded, graph.ints([0]), graph.ints([inputs]), graph.ints([1])]);
  }
}
