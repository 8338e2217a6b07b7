import type { Architecture, Projection } from '../architecture.js';
import { decoderOf, FAMILIES, positionsOf } from '../families/families.js';
import { AttentionBuilder } from './attention.js';
import { buildEdit, type Edit } from './edit.js';
import { declaredWeights, headName, type GraphWeights } from './graph-weights.js';
import { GraphBuilder } from './graph-builder.js';
import { Matrices } from './matrices.js';
import type { Graph } from './onnx-message.js';
import { positionEmbedding } from './position-embedding.js';
import { project } from './projection.js';
import { rotaryTables } from './rotary.js';
import { editPointCount, stepInput, stepOutput } from './step-contract.js';

/** What a step graph is built from. */
export interface StepGraphSource extends GraphWeights {
  readonly architecture: Architecture;
  readonly projection: Projection;
  /** Slots that a sequence may have: the extent of the rotary tables. */
  readonly positions: number;
}

/**
 * Builds the one graph that computes everything: the question (R = 1, empty prefix, S slots at once) and every
 * later slot (S = 1). Keys and values are split into a prefix that all rows of a question share and a suffix of
 * each row, so that a variant of a question costs no copy of it.
 */
export function buildStepGraph(source: StepGraphSource): Graph {
  const { architecture, projection, positions } = source;
  const { layers, hiddenSize, embeddingRows } = architecture;
  const graph = new GraphBuilder('codi_step');
  const weight = declaredWeights(graph, source);
  const matrices = new Matrices(graph, { ...source, weight });
  const token = graph.input(stepInput.token, 'int64', ['B', 'S']);
  const position = graph.input(stepInput.position, 'int64', ['B', 'S']);
  const isThought = graph.input(stepInput.isThought, 'bool', ['B', 'S']);
  const state = graph.input(stepInput.state, 'float32', ['B', hiddenSize]);
  const last = graph.input(stepInput.last, 'int64', ['B', 1]);
  const logitRow = graph.input(stepInput.logitRow, 'int64', ['N']);
  const { heads, headDim } = architecture;
  const edit = buildEdit(graph, {
    inputs: stepInput.edit,
    points: editPointCount(layers),
    width: hiddenSize,
  });
  const editHeads = buildEdit(graph, { inputs: stepInput.headEdit, points: layers, width: headDim });
  const placing = positionsOf(architecture);
  const rotary = placing.kind === 'rotary' ? rotaryTables(placing.settings, positions) : null;
  const attention = new AttentionBuilder(graph, architecture, { token, position, rotary });
  const editAt: Edit = (value, point) => {
    const ofHeads = point.site === 'head';
    const edited = ofHeads ? editHeads(value, point) : edit(value, point);
    const width = ofHeads ? heads * headDim : hiddenSize;
    graph.output(stepOutput.value(point), edited, 'float32', ['B', 'S', width]);
    return edited;
  };
  const decoder = decoderOf(architecture, { graph, weight, matrices });

  const words = graph.op('Gather', [weight(FAMILIES[architecture.family].embedding), token], {
    axis: { int: 0 },
  });
  const thought = graph.op('Unsqueeze', [
    project(graph, state, projection, { weight, matrices }),
    graph.ints([1]),
  ]);
  const choose = graph.op('Unsqueeze', [isThought, graph.ints([2])]);
  let hidden = editAt(graph.op('Where', [choose, thought, words]), { site: 'embed', layer: null });
  const learned = positionEmbedding(graph, placing, { weight, position });
  if (learned) hidden = graph.op('Add', [hidden, learned]);
  for (let layer = 0; layer < layers; layer++) {
    hidden = editAt(decoder.block(layer, hidden, { attention, editAt }), { site: 'resid_post', layer });
  }

  const lastHidden = graph.op('GatherND', [hidden, last], { batch_dims: { int: 1 } });
  const final = decoder.finalNorm(lastHidden);
  graph.output(stepOutput.state, final, 'float32', ['B', hiddenSize]);
  const wanted = graph.op('Gather', [final, logitRow], { axis: { int: 0 } });
  const scores = matrices.multiply(wanted, headName(architecture, matrices));
  const width = embeddingRows - 1;
  const logits = graph.op('Slice', [scores, graph.ints([0]), graph.ints([width]), graph.ints([1])]);
  graph.output(stepOutput.logits, logits, 'float32', ['N', width]);
  const next = graph.op('ArgMax', [logits], { axis: { int: 1 }, keepdims: { int: 0 } });
  graph.output(stepOutput.next, next, 'int64', ['N']);
  return graph.build();
}
