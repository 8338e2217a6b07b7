import type { Projection } from '../architecture.js';
import type { DecoderParts } from './decoder.js';
import type { GraphBuilder, Value } from './graph-builder.js';

/**
 * CODI's projection of a hidden state into a thought: Linear, GELU (erf), Linear, LayerNorm unless left out.
 * [B, D] -> [B, D]. Shen et al. 2025 (arXiv 2502.21074), `prj` in the official code.
 */
export function project(
  graph: GraphBuilder,
  state: Value,
  projection: Projection,
  { weight, matrices }: Pick<DecoderParts, 'weight' | 'matrices'>,
): Value {
  const layer = (input: Value, name: string): Value =>
    graph.op('Add', [matrices.multiply(input, `${name}.weight`), weight(`${name}.bias`)]);
  const thought = layer(graph.op('Gelu', [layer(state, 'prj.1')]), 'prj.3');
  if (!projection.layerNorm) return thought;
  return graph.op('LayerNormalization', [thought, weight('prj.ln.weight'), weight('prj.ln.bias')], {
    axis: { int: -1 },
    epsilon: { float: projection.layerNormEps },
  });
}
