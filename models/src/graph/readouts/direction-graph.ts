import { positionsOf } from '../../families/families.js';
import { GraphBuilder } from '../graph-builder.js';
import { headName } from '../graph-weights.js';
import type { Graph } from '../onnx-message.js';
import { positionEmbedding } from '../position-embedding.js';
import { readoutParts, type ReadoutSource } from './readout-source.js';

/** Inputs and outputs of the direction graph. C tokens. */
export const directionPort = {
  /** float32 [1, D]: the residual stream of one slot before the final norm. */
  state: 'state',
  /** int64 [1]: the slot's absolute position. */
  position: 'position',
  /** int64 [C]. */
  token: 'token',
  /** float32 [C, D]: a part of that stream brings part . direction to the token's logit. */
  direction: 'direction',
  /** float32 [C]: what the biases of the attention's outputs and of the final norm bring. */
  bias: 'bias',
  /** float32 [C]: what the learned position embedding brings. */
  learned: 'position_effect',
} as const;

/**
 * The directions of direct logit attribution: the final norm, made linear at one state, and the rows of the head
 * (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits").
 */
export function buildDirectionGraph(source: ReadoutSource): Graph {
  const graph = new GraphBuilder('codi_direction');
  const { architecture } = source;
  const { decoder, matrices, weight } = readoutParts(graph, source);
  const state = graph.input(directionPort.state, 'float32', [1, architecture.hiddenSize]);
  const position = graph.input(directionPort.position, 'int64', [1]);
  const token = graph.input(directionPort.token, 'int64', ['C']);
  const rows = matrices.rows(headName(architecture, matrices), token);
  const { directions, bias } = decoder.logitDirections(state, rows);
  graph.output(directionPort.direction, directions, 'float32', ['C', architecture.hiddenSize]);

  // [C]: zeros to which what there is of biases is added.
  const none = graph.op(
    'ReduceSum',
    [graph.op('Mul', [directions, graph.floats(new Float32Array(1), [1])]), graph.ints([1])],
    { keepdims: { int: 0 } },
  );
  let biases = bias ? graph.op('Add', [none, bias]) : none;
  for (let layer = 0; layer < architecture.layers; layer++) {
    const outputBias = decoder.outputBias(layer);
    if (outputBias) biases = graph.op('Add', [biases, graph.op('MatMul', [directions, outputBias])]);
  }
  graph.output(directionPort.bias, biases, 'float32', ['C']);
  const learned = positionEmbedding(graph, positionsOf(architecture), { weight, position });
  const effect = learned
    ? graph.op('Reshape', [
        graph.op('FusedMatMul', [directions, learned], { transB: { int: 1 } }),
        graph.ints([-1]),
      ])
    : graph.op('Identity', [none]);
  graph.output(directionPort.learned, effect, 'float32', ['C']);
  return graph.build();
}
