import type { LlamaArchitecture, Projection } from '../architecture.js';
import type { WeightLocation } from '../checkpoint/checkpoint.js';
import { AttentionBuilder } from './attention.js';
import { buildEdit } from './edit.js';
import { GraphBuilder, type Value } from './graph-builder.js';
import type { Graph } from './onnx-message.js';
import { editPointCount, stepInput, stepOutput, type EditPoint } from './step-contract.js';

/** What a step graph is built from. */
export interface StepGraphSource {
  readonly architecture: LlamaArchitecture;
  readonly projection: Projection;
  readonly weights: ReadonlyMap<string, WeightLocation>;
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
  const { architecture: llama, projection } = source;
  const graph = new GraphBuilder('codi_step');
  const weight = (name: string): Value => {
    const found = source.weights.get(name);
    if (!found) throw new Error(`the checkpoint has no tensor ${name}`);
    return graph.external(name, found.shape, { ...found, location: source.location });
  };
  const linear = (input: Value, name: string): Value =>
    graph.op('FusedMatMul', [input, weight(name)], { transB: { int: 1 } });
  const norm = { axis: { int: -1 }, epsilon: { float: llama.rmsNormEps }, stash_type: { int: 1 } };

  const token = graph.input(stepInput.token, 'int64', ['B', 'S']);
  const isThought = graph.input(stepInput.isThought, 'bool', ['B', 'S']);
  const state = graph.input(stepInput.state, 'float32', ['B', llama.hiddenSize]);
  const last = graph.input(stepInput.last, 'int64', ['B', 1]);
  const logitRow = graph.input(stepInput.logitRow, 'int64', ['N']);
  const edit = buildEdit(graph, editPointCount(llama.layers), llama.hiddenSize);
  const attention = new AttentionBuilder(graph, llama, token, source.positions);

  const editAt = (value: Value, point: EditPoint): Value => {
    const edited = edit(value, point);
    graph.output(stepOutput.value(point), edited, 'float32', ['B', 'S', llama.hiddenSize]);
    return edited;
  };

  const embedding = weight('model.embed_tokens.weight');
  const thought = project(graph, state, projection, linear, weight);
  const words = graph.op('Gather', [embedding, token], { axis: { int: 0 } });
  const mask = graph.op('Unsqueeze', [isThought, graph.ints([2])]);
  const input = graph.op('Where', [mask, graph.op('Unsqueeze', [thought, graph.ints([1])]), words]);

  let hidden = editAt(input, { site: 'embed', layer: null });
  for (let layer = 0; layer < llama.layers; layer++) {
    const block = `model.layers.${layer}`;
    const normed = graph.op(
      'SimplifiedLayerNormalization',
      [hidden, weight(`${block}.input_layernorm.weight`)],
      norm,
    );
    const mixed = attention.build(layer, {
      query: linear(normed, `${block}.self_attn.q_proj.weight`),
      key: linear(normed, `${block}.self_attn.k_proj.weight`),
      value: linear(normed, `${block}.self_attn.v_proj.weight`),
    });
    const attended = editAt(linear(mixed, `${block}.self_attn.o_proj.weight`), { site: 'attn_out', layer });
    const [between, middle] = graph.ops(
      'SkipSimplifiedLayerNormalization',
      [hidden, attended, weight(`${block}.post_attention_layernorm.weight`)],
      [true, false, false, true],
      { epsilon: { float: llama.rmsNormEps } },
    ) as [Value, Value];
    const gate = graph.op('QuickGelu', [linear(between, `${block}.mlp.gate_proj.weight`)], { alpha: { float: 1 } });
    const product = graph.op('Mul', [gate, linear(between, `${block}.mlp.up_proj.weight`)]);
    const expanded = editAt(linear(product, `${block}.mlp.down_proj.weight`), { site: 'mlp_out', layer });
    hidden = editAt(graph.op('Add', [middle, expanded]), { site: 'resid_post', layer });
  }

  const lastHidden = graph.op('GatherND', [hidden, last], { batch_dims: { int: 1 } });
  const final = graph.op('SimplifiedLayerNormalization', [lastHidden, weight('model.norm.weight')], norm);
  graph.output(stepOutput.state, final, 'float32', ['B', llama.hiddenSize]);

  const wanted = graph.op('Gather', [final, logitRow], { axis: { int: 0 } });
  const head = llama.tiedHead ? embedding : weight('lm_head.weight');
  const scores = graph.op('FusedMatMul', [wanted, head], { transB: { int: 1 } });
  const width = llama.embeddingRows - 1;
  const logits = graph.op('Slice', [scores, graph.ints([0]), graph.ints([width]), graph.ints([1])]);
  graph.output(stepOutput.logits, logits, 'float32', ['N', width]);
  const next = graph.op('ArgMax', [logits], { axis: { int: 1 }, keepdims: { int: 0 } });
  graph.output(stepOutput.next, next, 'int64', ['N']);
  return graph.build();
}

/** CODI's projection of a hidden state into a thought: Linear, GELU (erf), Linear, LayerNorm. [B, D] -> [B, D] */
function project(
  graph: GraphBuilder,
  state: Value,
  projection: Projection,
  linear: (input: Value, name: string) => Value,
  weight: (name: string) => Value,
): Value {
  const inner = graph.op('Add', [linear(state, 'prj.1.weight'), weight('prj.1.bias')]);
  const outer = graph.op('Add', [linear(graph.op('Gelu', [inner]), 'prj.3.weight'), weight('prj.3.bias')]);
  if (!projection.layerNorm) return outer;
  return graph.op('LayerNormalization', [outer, weight('prj.ln.weight'), weight('prj.ln.bias')], {
    axis: { int: -1 },
    epsilon: { float: projection.layerNormEps },
  });
}
