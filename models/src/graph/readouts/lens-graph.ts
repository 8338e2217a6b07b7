import { GraphBuilder, type Value } from '../graph-builder.js';
import { headName } from '../graph-weights.js';
import type { Graph } from '../onnx-message.js';
import { readoutParts, type ReadoutSource } from './readout-source.js';

/** Inputs and outputs of the lens graph. N vectors, K tokens each. */
export const lensPort = {
  /** float32 [N, D]: vectors of the residual stream, before the final norm. */
  state: 'state',
  /** int64 [1]: K. */
  top: 'top',
  /** int64 [N, K]: the most likely tokens, the likeliest first; of equal ones the lower id. */
  token: 'top_token',
  /** float32 [N, K]: their natural log-probabilities over the first V + 2 logits. */
  logProb: 'top_log_prob',
} as const;

/** The logit lens (nostalgebraist 2020): the final norm and the language-model head on any vector of the stream. */
export function buildLensGraph(source: ReadoutSource): Graph {
  const graph = new GraphBuilder('codi_lens');
  const { architecture } = source;
  const { decoder, matrices } = readoutParts(graph, source);
  const state = graph.input(lensPort.state, 'float32', ['N', architecture.hiddenSize]);
  const top = graph.input(lensPort.top, 'int64', [1]);
  const head = headName(architecture, matrices);
  const scores = matrices.multiply(decoder.finalNorm(state), head);
  // The official code drops the last row of the head.
  const width = graph.ints([architecture.embeddingRows - 1]);
  const logits = graph.op('Slice', [scores, graph.ints([0]), width, graph.ints([1])]);
  const logProbs = graph.op('LogSoftmax', [logits], { axis: { int: 1 } });
  const [value, token] = graph.ops('TopK', [logProbs, top], 2, { axis: { int: 1 } });
  graph.output(lensPort.logProb, value as Value, 'float32', ['N', 'K']);
  graph.output(lensPort.token, token as Value, 'int64', ['N', 'K']);
  return graph.build();
}
