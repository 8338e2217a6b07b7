import type { LlamaArchitecture } from '../architecture.js';
import type { Decoder, DecoderParts } from '../graph/decoder.js';
import type { Value } from '../graph/graph-builder.js';

/** LLaMA's blocks (Touvron et al. 2023, arXiv 2302.13971): RMSNorm, rotary attention, SwiGLU. */
export function llamaDecoder(llama: LlamaArchitecture, { graph, weight, matrices }: DecoderParts): Decoder {
  const linear = (input: Value, name: string): Value => matrices.multiply(input, name);
  const norm = (input: Value, name: string): Value =>
    graph.op('SimplifiedLayerNormalization', [input, weight(name)], {
      axis: { int: -1 },
      epsilon: { float: llama.rmsNormEps },
      stash_type: { int: 1 },
    });
  return {
    block(layer, hidden, { attention, editAt }) {
      const block = `model.layers.${layer}`;
      const normed = norm(hidden, `${block}.input_layernorm.weight`);
      const mixed = attention.build(layer, {
        query: linear(normed, `${block}.self_attn.q_proj.weight`),
        key: linear(normed, `${block}.self_attn.k_proj.weight`),
        value: linear(normed, `${block}.self_attn.v_proj.weight`),
      });
      const heads = editAt(mixed, { site: 'head', layer });
      const attended = editAt(linear(heads, `${block}.self_attn.o_proj.weight`), { site: 'attn_out', layer });
      // One operation adds and norms; its first output is the normed sum, its fourth the sum itself.
      const [between, middle] = graph.ops(
        'SkipSimplifiedLayerNormalization',
        [hidden, attended, weight(`${block}.post_attention_layernorm.weight`)],
        [true, false, false, true],
        { epsilon: { float: llama.rmsNormEps } },
      ) as [Value, Value];
      const gate = graph.op('QuickGelu', [linear(between, `${block}.mlp.gate_proj.weight`)], {
        alpha: { float: 1 },
      });
      const product = graph.op('Mul', [gate, linear(between, `${block}.mlp.up_proj.weight`)]);
      const expanded = editAt(linear(product, `${block}.mlp.down_proj.weight`), { site: 'mlp_out', layer });
      return graph.op('Add', [middle, expanded]);
    },
    finalNorm: (hidden) => norm(hidden, 'model.norm.weight'),
    outputProjection: (layer) => matrices.inFloats(`model.layers.${layer}.self_attn.o_proj.weight`),
    outputBias: () => null,
    logitDirections(state, headRows) {
      const epsilon = graph.floats(Float32Array.of(llama.rmsNormEps), [1]);
      const square = graph.op('ReduceMean', [graph.op('Mul', [state, state]), graph.ints([1])]);
      const scale = graph.op('Sqrt', [graph.op('Add', [square, epsilon])]);
      const gained = graph.op('Mul', [headRows, weight('model.norm.weight')]);
      return { directions: graph.op('Div', [gained, scale]), bias: null };
    },
  };
}
