import type { Gpt2Architecture } from '../architecture.js';

/** The tensors of a GPT-2 decoder: Hugging Face's name -> shape; Conv1D weights are [in, out]. */
export function gpt2Tensors(gpt2: Gpt2Architecture): Map<string, readonly number[]> {
  const { hiddenSize: hidden, intermediateSize: inner } = gpt2;
  const shapes = new Map<string, readonly number[]>([
    ['transformer.wte.weight', [gpt2.embeddingRows, hidden]],
    ['transformer.wpe.weight', [gpt2.maxPositions, hidden]],
  ]);
  const both = (name: string, weight: readonly number[], bias: number): void => {
    shapes.set(`${name}.weight`, weight).set(`${name}.bias`, [bias]);
  };
  for (let layer = 0; layer < gpt2.layers; layer++) {
    const block = `transformer.h.${layer}`;
    both(`${block}.ln_1`, [hidden], hidden);
    both(`${block}.attn.c_attn`, [hidden, 3 * hidden], 3 * hidden);
    both(`${block}.attn.c_proj`, [hidden, hidden], hidden);
    both(`${block}.ln_2`, [hidden], hidden);
    both(`${block}.mlp.c_fc`, [hidden, inner], inner);
    both(`${block}.mlp.c_proj`, [inner, hidden], hidden);
  }
  both('transformer.ln_f', [hidden], hidden);
  return shapes;
}
