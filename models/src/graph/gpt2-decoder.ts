import type { Gpt2Architecture } from '../architecture.js';
import type { BuildingSite, Decoder } from './decoder.js';
import type { Value } from './graph-builder.js';

/**
 * GPT-2's blocks (Radford et al. 2019): LayerNorm, learned positions, one matrix for query, key and value. Its
 * linear weights are Conv1D's, [in, out].
 */
export function gpt2Decoder(gpt2: Gpt2Architecture, site: BuildingSite): Decoder {
  const { graph, attention, weight, linear, editAt } = site;
  const conv = (input: Value, name: string): Value =>
    graph.op('Add', [linear(input, `${name}.weight`, 'in-out'), weight(`${name}.bias`)]);
  const norm = (input: Value, name: string): Value =>
    graph.op('LayerNormalization', [input, weight(`${name}.weight`), weight(`${name}.bias`)], {
      axis: { int: -1 },
      epsilon: { float: gpt2.layerNormEps },
    });
  return {
    embedding: 'transformer.wte.weight',
    enter: (input) =>
      graph.op('Add', [
        input,
        graph.op('Gather', [weight('transformer.wpe.weight'), site.position], { axis: { int: 0 } }),
      ]),
    block(layer, hidden) {
      const block = `transformer.h.${layer}`;
      const fused = conv(norm(hidden, `${block}.ln_1`), `${block}.attn.c_attn`);
      const width = graph.ints([gpt2.hiddenSize, gpt2.hiddenSize, gpt2.hiddenSize]);
      const [query, key, value] = graph.ops('Split', [fused, width], 3, { axis: { int: 2 } }) as [
        Value,
        Value,
        Value,
      ];
      const mixed = attention.build(layer, { query, key, value });
      const attended = editAt(conv(mixed, `${block}.attn.c_proj`), { site: 'attn_out', layer });
      const middle = graph.op('Add', [hidden, attended]);
      const inner = conv(norm(middle, `${block}.ln_2`), `${block}.mlp.c_fc`);
      const expanded = editAt(conv(graph.op('FastGelu', [inner]), `${block}.mlp.c_proj`), {
        site: 'mlp_out',
        layer,
      });
      return graph.op('Add', [middle, expanded]);
    },
    finalNorm: (hidden) => norm(hidden, 'transformer.ln_f'),
  };
}
