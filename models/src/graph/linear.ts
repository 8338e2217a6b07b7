import type { MatrixLayout } from '../checkpoint/matrix-layout.js';
import { BLOCK } from '../quantisation/block-quantisation.js';
import type { QuantisedWeight, WeightLocation } from '../weights/weight-location.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/** Multiplies [.., inputs] by a weight matrix of the checkpoint: [.., outputs]. */
export type Linear = (input: Value, name: string, layout?: MatrixLayout) => Value;

/** What the matrices are multiplied from. */
export interface LinearWeights {
  /** A float32 weight by Hugging Face's name. */
  readonly weight: (name: string) => Value;
  readonly quantised: ReadonlyMap<string, QuantisedWeight>;
  /** The weights' file as the graph names it. */
  readonly location: string;
}

/** ONNX Runtime's accuracy level 4: the input is rounded to 8 bits too, block by block, and products are integers. */
const INTEGER_PRODUCTS = 4;

/** The one place where a weight matrix is multiplied by, float32 or quantised; `layout` is that of the former. */
export function buildLinear(graph: GraphBuilder, { weight, quantised, location }: LinearWeights): Linear {
  const declare = (name: string, type: 'uint8' | 'float32', { shape, ...place }: WeightLocation): Value =>
    graph.external(name, shape, { ...place, location }, type);
  return (input, name, layout = 'out-in') => {
    const matrix = quantised.get(name);
    if (matrix) {
      const { inputs, outputs } = matrix;
      const bytes = declare(`${name}.int8`, 'uint8', matrix.bytes);
      const scales = declare(`${name}.scales`, 'float32', matrix.scales);
      return graph.op('MatMulNBits', [input, bytes, scales], {
        K: { int: inputs },
        N: { int: outputs },
        bits: { int: 8 },
        block_size: { int: BLOCK },
        accuracy_level: { int: INTEGER_PRODUCTS },
      });
    }
    if (layout === 'in-out') return graph.op('MatMul', [input, weight(name)]);
    return graph.op('FusedMatMul', [input, weight(name)], { transB: { int: 1 } });
  };
}
