import { GraphBuilder } from '../graph-builder.js';
import type { Graph } from '../onnx-message.js';
import { readoutParts, type ReadoutSource } from './readout-source.js';

/** Inputs and outputs of the value-norm graph of a layer. */
export const valueNormPort = {
  /** float32 [KV, K, hd]: the values that K slots of one row offer. */
  value: 'value',
  /** float32 [H, K]: |v W_O| of each query head and slot. */
  norm: 'norm',
} as const;

/** How long a slot's value is after W_O, head by head (Kobayashi et al. 2020, arXiv 2004.10102, without the weight). */
export function buildValueNormGraph(source: ReadoutSource, layer: number): Graph {
  const graph = new GraphBuilder('codi_value_norm');
  const { heads, kvHeads, headDim, hiddenSize } = source.architecture;
  const { decoder } = readoutParts(graph, source);
  const value = graph.input(valueNormPort.value, 'float32', [kvHeads, 'K', headDim]);
  const { value: weight, outFirst } = decoder.outputProjection(layer);
  const split = outFirst
    ? graph.op(
        'Transpose',
        [graph.op('Reshape', [weight, graph.ints([hiddenSize, kvHeads, heads / kvHeads, headDim])])],
        { perm: { ints: [1, 2, 3, 0] } },
      )
    : graph.op('Reshape', [weight, graph.ints([kvHeads, heads / kvHeads, headDim, hiddenSize])]);
  const ofGroup = graph.op('Unsqueeze', [value, graph.ints([1])]);
  // [KV, G, K, D]
  const written = graph.op('MatMul', [ofGroup, split]);
  const norm = graph.op('ReduceL2', [written, graph.ints([3])], { keepdims: { int: 0 } });
  const byHead = graph.op('Reshape', [norm, graph.ints([heads, -1])]);
  graph.output(valueNormPort.norm, byHead, 'float32', [heads, 'K']);
  return graph.build();
}
