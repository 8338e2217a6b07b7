import type { LlamaArchitecture } from '../architecture.js';

/** The tensors of a LLaMA decoder: Hugging Face's name -> shape, linear weights [out, in]. */
export function llamaTensors(llama: LlamaArchitecture): Map<string, readonly number[]> {
  const { hiddenSize: hidden, intermediateSize: inner, embeddingRows, headDim } = llama;
  const queries = llama.heads * headDim;
  const keys = llama.kvHeads * headDim;
  const shapes = new Map<string, readonly number[]>([['model.embed_tokens.weight', [embeddingRows, hidden]]]);
  for (let layer = 0; layer < llama.layers; layer++) {
    const prefix = `model.layers.${layer}.`;
    shapes
      .set(`${prefix}input_layernorm.weight`, [hidden])
      .set(`${prefix}self_attn.q_proj.weight`, [queries, hidden])
      .set(`${prefix}self_attn.k_proj.weight`, [keys, hidden])
      .set(`${prefix}self_attn.v_proj.weight`, [keys, hidden])
      .set(`${prefix}self_attn.o_proj.weight`, [hidden, queries])
      .set(`${prefix}post_attention_layernorm.weight`, [hidden])
      .set(`${prefix}mlp.gate_proj.weight`, [inner, hidden])
      .set(`${prefix}mlp.up_proj.weight`, [inner, hidden])
      .set(`${prefix}mlp.down_proj.weight`, [hidden, inner]);
  }
  shapes.set('model.norm.weight', [hidden]);
  return shapes;
}
