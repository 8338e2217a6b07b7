import type { Architecture, Projection } from '../architecture.js';
import type { QuantisedWeight, WeightLocation } from '../weights/weight-location.js';
import { AttentionBuilder } from './attention.js';
import type { BuildingSite, Decoder } from './decoder.js';
import { buildEdit } from './edit.js';
import { gpt2Decoder } from './gpt2-decoder.js';
import { GraphBuilder, type Value } from './graph-builder.js';
import { buildLinear } from './linear.js';
import { llamaDecoder } from './llama-decoder.js';
import type { Graph } from './onnx-message.js';
import { project } from './projection.js';
import { rotaryTables } from './rotary.js';
import { editPointCount, stepInput, stepOutput } from './step-contract.js';

/** What a step graph is built from. */
export interface StepGraphSource {
  readonly architecture: Architecture;
  readonly projection: Projection;
  readonly weights: ReadonlyMap<string, WeightLocation>;
  /** The matrices that are kept in 8 bits, in the same file. */
  readonly quantised: ReadonlyMap<string, QuantisedWeight>;
  /** The weights' file as the graph shall name it. */
  readonly location: string;
  /** Slots that a sequence may have: the extent of the rotary tables. */
  readonly positions: number;
}

/**
 * Builds the one graph that computes everything: the question (R = 1, empty prefix, S slots at once) and every
 * later slot (S = 1). Keys and values are split into a prefix that all rows of a question share and a suffix of
 * each row, so that a variant of a question costs no copy of it.
 */
export function buildStepGraph(source: StepGraphSource): Graph {
  const { architecture, projection, positions, quantised, location } = source;
  const { layers, hiddenSize, embeddingRows } = architecture;
  const graph = new GraphBuilder('codi_step');
  const weight = weightsOf(graph, source);
  const linear = buildLinear(graph, { weight, quantised, location });
  const token = graph.input(stepInput.token, 'int64', ['B', 'S']);
  const position = graph.input(stepInput.position, 'int64', ['B', 'S']);
  const isThought = graph.input(stepInput.isThought, 'bool', ['B', 'S']);
  const state = graph.input(stepInput.state, 'float32', ['B', hiddenSize]);
  const last = graph.input(stepInput.last, 'int64', ['B', 1]);
  const logitRow = graph.input(stepInput.logitRow, 'int64', ['N']);
  const edit = buildEdit(graph, editPointCount(layers), hiddenSize);
  const rotary =
    architecture.family === 'llama'
      ? rotaryTables(
          { headDim: architecture.headDim, theta: architecture.ropeTheta, scaling: architecture.ropeScaling },
          positions,
        )
      : null;
  const attention = new AttentionBuilder(graph, architecture, { token, position, rotary });
  const editAt: BuildingSite['editAt'] = (value, point) => {
    const edited = edit(value, point);
    graph.output(stepOutput.value(point), edited, 'float32', ['B', 'S', hiddenSize]);
    return edited;
  };
  const decoder = decoderOf(architecture, { graph, attention, position, weight, linear, editAt });

  const words = graph.op('Gather', [weight(decoder.embedding), token], { axis: { int: 0 } });
  const thought = graph.op('Unsqueeze', [
    project(graph, state, projection, { weight, linear }),
    graph.ints([1]),
  ]);
  const choose = graph.op('Unsqueeze', [isThought, graph.ints([2])]);
  let hidden = decoder.enter(
    editAt(graph.op('Where', [choose, thought, words]), { site: 'embed', layer: null }),
  );
  for (let layer = 0; layer < layers; layer++) {
    hidden = editAt(decoder.block(layer, hidden), { site: 'resid_post', layer });
  }

  const lastHidden = graph.op('GatherND', [hidden, last], { batch_dims: { int: 1 } });
  const final = decoder.finalNorm(lastHidden);
  graph.output(stepOutput.state, final, 'float32', ['B', hiddenSize]);
  // A quantised head is a matrix of its own, even where it is tied to the embedding.
  const hasHead = !architecture.tiedHead || quantised.has('lm_head.weight');
  const wanted = graph.op('Gather', [final, logitRow], { axis: { int: 0 } });
  const scores = linear(wanted, hasHead ? 'lm_head.weight' : decoder.embedding);
  const width = embeddingRows - 1;
  const logits = graph.op('Slice', [scores, graph.ints([0]), graph.ints([width]), graph.ints([1])]);
  graph.output(stepOutput.logits, logits, 'float32', ['N', width]);
  const next = graph.op('ArgMax', [logits], { axis: { int: 1 }, keepdims: { int: 0 } });
  graph.output(stepOutput.next, next, 'int64', ['N']);
  return graph.build();
}

/** Weights by name, each declared once however often it is used. */
function weightsOf(graph: GraphBuilder, { weights, location }: StepGraphSource): (name: string) => Value {
  const declared = new Map<string, Value>();
  return (name) => {
    const known = declared.get(name);
    if (known) return known;
    const found = weights.get(name);
    if (!found) throw new Error(`the checkpoint has no tensor ${name}`);
    const value = graph.external(name, found.shape, { ...found, location });
    declared.set(name, value);
    return value;
  };
}

function decoderOf(architecture: Architecture, site: BuildingSite): Decoder {
  return architecture.family === 'llama' ? llamaDecoder(architecture, site) : gpt2Decoder(architecture, site);
}
