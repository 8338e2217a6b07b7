import type { Gpt2Architecture } from '../architecture.js';
import type { Decoder, DecoderParts } from '../graph/decoder.js';
import type { Value } from '../graph/graph-builder.js';

/**
 * GPT-2's blocks (Radford et al. 2019): LayerNorm, learned positions, one matrix for query, key and value. Its
 * linear weights are Conv1D's, [in, out].
 */
export function gpt2Decoder(gpt2: Gpt2Architecture, { graph, weight, matrices }: DecoderParts): Decoder {
  const conv = (input: Value, name: string): Value =>
    graph.op('Add', [matrices.multiply(input, `${name}.weight`, 'in-out'), weight(`${name}.bias`)]);
  const norm = (input: Value, name: string): Value =>
    graph.op('LayerNormalization', [input, weight(`${name}.weight`), weight(`${name}.bias`)], {
      axis: { int: -1 },
      epsilon: { float: gpt2.layerNormEps },
    });
  return {
    block(layer, hidden, { attention, editAt }) {
      const block = `transformer.h.${layer}`;
      const fused = conv(norm(hidden, `${block}.ln_1`), `${block}.attn.c_attn`);
      const width = graph.ints([gpt2.hiddenSize, gpt2.hiddenSize, gpt2.hiddenSize]);
      const [query, key, value] = graph.ops('Split', [fused, width], 3, { axis: { int: 2 } }) as [
        Value,
        Value,
        Value,
      ];
      const heads = editAt(attention.build(layer, { query, key, value }), { site: 'head', layer });
      const attended = editAt(conv(heads, `${block}.attn.c_proj`), { site: 'attn_out', layer });
      const middle = graph.op('Add', [hidden, attended]);
      const inner = conv(norm(middle, `${block}.ln_2`), `${block}.mlp.c_fc`);
      const expanded = editAt(conv(graph.op('FastGelu', [inner]), `${block}.mlp.c_proj`), {
        site: 'mlp_out',
        layer,
      });
      return graph.op('Add', [middle, expanded]);
    },
    finalNorm: (hidden) => norm(hidden, 'transformer.ln_f'),
    outputProjection: (layer) => matrices.inFloats(`transformer.h.${layer}.attn.c_proj.weight`, 'in-out'),
    outputBias: (layer) => weight(`transformer.h.${layer}.attn.c_proj.bias`),
    logitDirections(state, headRows) {
      const epsilon = graph.floats(Float32Array.of(gpt2.layerNormEps), [1]);
      const mean = (value: Value): Value => graph.op('ReduceMean', [value, graph.ints([1])]);
      const centred = graph.op('Sub', [state, mean(state)]);
      const variance = mean(graph.op('Mul', [centred, centred]));
      const scale = graph.op('Sqrt', [graph.op('Add', [variance, epsilon])]);
      const gained = graph.op('Mul', [headRows, weight('transformer.ln_f.weight')]);
      // Centring the direction instead of every part: (part - mean(part)) . g = part . (g - mean(g)).
      const directions = graph.op('Div', [graph.op('Sub', [gained, mean(gained)]), scale]);
      const bias = graph.op('MatMul', [headRows, weight('transformer.ln_f.bias')]);
      return { directions, bias };
    },
  };
}
