import { GraphBuilder } from '../graph-builder.js';
import type { Graph } from '../onnx-message.js';
import { readoutParts, type ReadoutSource } from './readout-source.js';

/** Inputs and outputs of the slot-effect graph of a layer. C directions, K slots. */
export const slotEffectPort = {
  /** float32 [KV, K, hd]: the values that K slots of one row offer. */
  value: 'value',
  /** float32 [C, D]. */
  direction: 'direction',
  /** float32 [C, H, K]: (v W_O) . direction of each query head and slot, without the attention's weight. */
  effect: 'effect',
} as const;

/** What each slot's value would bring along directions of the residual stream, head by head, if fully attended to. */
export function buildSlotEffectGraph(source: ReadoutSource, layer: number): Graph {
  const graph = new GraphBuilder('codi_slot_effect');
  const { heads, kvHeads, headDim, hiddenSize } = source.architecture;
  const { decoder } = readoutParts(graph, source);
  const value = graph.input(slotEffectPort.value, 'float32', [kvHeads, 'K', headDim]);
  const direction = graph.input(slotEffectPort.direction, 'float32', ['C', hiddenSize]);
  const { value: weight, outFirst } = decoder.outputProjection(layer);
  const pulled = outFirst
    ? graph.op('MatMul', [direction, weight])
    : graph.op('FusedMatMul', [direction, weight], { transB: { int: 1 } });
  const byHead = graph.op('Reshape', [pulled, graph.ints([-1, kvHeads, heads / kvHeads, headDim])]);
  const keys = graph.op('Transpose', [value], { perm: { ints: [0, 2, 1] } });
  // [C, KV, G, K]
  const effect = graph.op('MatMul', [byHead, keys]);
  const shape = graph.op(
    'Concat',
    [graph.op('Shape', [direction], { start: { int: 0 }, end: { int: 1 } }), graph.ints([heads, -1])],
    { axis: { int: 0 } },
  );
  graph.output(slotEffectPort.effect, graph.op('Reshape', [effect, shape]), 'float32', ['C', heads, 'K']);
  return graph.build();
}
