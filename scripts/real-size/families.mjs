// The shapes of LLaMA-3.2-1B-Instruct and GPT-2 small: what their files say and which tensors they have.

export const RANK = 128;
const CODI_TOKENS = 3; // pad, BOT, EOT

/** What a family's files say of it; `first` and `end` are the ids of the first and last special token of a text. */
export const families = {
  'llama-1b': {
    vocab: 128256,
    hidden: 2048,
    dtype: 'BF16',
    // As LLaMA-3's: 128,000 words, then 256 special tokens.
    special: new Map([
      [128000, '<|begin_of_text|>'],
      [128001, '<|end_of_text|>'],
      [128008, '<|eom_id|>'],
      [128009, '<|eot_id|>'],
    ]),
    firstSpecial: 128000,
    beginId: 128000,
    endId: 128009,
    endIds: [128001, 128008, 128009],
    config: {
      architectures: ['LlamaForCausalLM'],
      model_type: 'llama',
      attention_bias: false,
      head_dim: 64,
      hidden_act: 'silu',
      hidden_size: 2048,
      intermediate_size: 8192,
      max_position_embeddings: 131072,
      mlp_bias: false,
      num_attention_heads: 32,
      num_hidden_layers: 16,
      num_key_value_heads: 8,
      rms_norm_eps: 1e-5,
      rope_scaling: {
        factor: 32,
        high_freq_factor: 4,
        low_freq_factor: 1,
        original_max_position_embeddings: 8192,
        rope_type: 'llama3',
      },
      rope_theta: 500000,
      tie_word_embeddings: true,
      torch_dtype: 'bfloat16',
    },
    tensors: llamaTensors,
  },
  gpt2: {
    vocab: 50257,
    hidden: 768,
    dtype: 'F32',
    special: new Map([[50256, '<|endoftext|>']]),
    firstSpecial: 50256,
    beginId: null,
    endId: 50256,
    endIds: 50256,
    config: {
      architectures: ['GPT2LMHeadModel'],
      model_type: 'gpt2',
      activation_function: 'gelu_new',
      layer_norm_epsilon: 1e-5,
      n_embd: 768,
      n_head: 12,
      n_inner: null,
      n_layer: 12,
      n_positions: 1024,
      tie_word_embeddings: true,
    },
    tensors: gpt2Tensors,
  },
};

/** LoRA's matrices of an adapted layer and the layer itself, as PEFT names them. */
function* adapted(name, weight, into, out, dtype) {
  yield { name: `${name}.base_layer.weight`, shape: weight, dtype };
  yield { name: `${name}.lora_A.default.weight`, shape: [RANK, into] };
  yield { name: `${name}.lora_B.default.weight`, shape: [out, RANK] };
}

function* llamaTensors({ config, vocab, dtype }, prefix) {
  const { hidden_size: hidden, intermediate_size: inner, head_dim: headDim } = config;
  const keys = config.num_key_value_heads * headDim;
  const sizes = {
    'self_attn.q_proj': [hidden, hidden],
    'self_attn.k_proj': [hidden, keys],
    'self_attn.v_proj': [hidden, keys],
    'self_attn.o_proj': [hidden, hidden],
    'mlp.gate_proj': [hidden, inner],
    'mlp.up_proj': [hidden, inner],
    'mlp.down_proj': [inner, hidden],
  };
  const words = { shape: [vocab + CODI_TOKENS, hidden], dtype, words: true };
  yield { name: `${prefix}model.embed_tokens.weight`, ...words };
  for (let layer = 0; layer < config.num_hidden_layers; layer++) {
    const block = `${prefix}model.layers.${layer}.`;
    for (const norm of ['input_layernorm', 'post_attention_layernorm']) {
      yield { name: `${block}${norm}.weight`, shape: [hidden], centre: 1, dtype };
    }
    for (const [name, [into, out]] of Object.entries(sizes)) {
      yield* adapted(block + name, [out, into], into, out, dtype);
    }
  }
  yield { name: `${prefix}model.norm.weight`, shape: [hidden], centre: 1, dtype };
  yield { name: `${prefix}lm_head.weight`, ...words };
}

function* gpt2Tensors({ config, vocab, dtype }, prefix) {
  const { n_embd: hidden } = config;
  const sizes = {
    'attn.c_attn': [hidden, 3 * hidden],
    'attn.c_proj': [hidden, hidden],
    'mlp.c_fc': [hidden, 4 * hidden],
    'mlp.c_proj': [4 * hidden, hidden],
  };
  const norm = function* (name) {
    yield { name: `${name}.weight`, shape: [hidden], centre: 1, dtype };
    yield { name: `${name}.bias`, shape: [hidden], dtype };
  };
  const words = { shape: [vocab + CODI_TOKENS, hidden], dtype, words: true };
  yield { name: `${prefix}transformer.wte.weight`, ...words };
  yield { name: `${prefix}transformer.wpe.weight`, shape: [config.n_positions, hidden], dtype };
  for (let layer = 0; layer < config.n_layer; layer++) {
    const block = `${prefix}transformer.h.${layer}.`;
    yield* norm(`${block}ln_1`);
    yield* norm(`${block}ln_2`);
    for (const [name, [into, out]] of Object.entries(sizes)) {
      // Conv1D: [in, out].
      yield* adapted(block + name, [into, out], into, out, dtype);
      yield { name: `${block}${name}.base_layer.bias`, shape: [out], dtype };
    }
  }
  yield* norm(`${prefix}transformer.ln_f`);
  yield { name: `${prefix}lm_head.weight`, ...words };
}

/** All tensors of a checkpoint. Adapters and projection are float32, as PEFT and the official code make them. */
export function* allTensors(family) {
  yield* family.tensors(family, 'codi.base_model.model.');
  const { hidden } = family;
  for (const layer of [1, 3]) {
    yield { name: `prj.${layer}.weight`, shape: [hidden, hidden] };
    yield { name: `prj.${layer}.bias`, shape: [hidden] };
  }
  yield { name: 'prj.ln.weight', shape: [hidden], centre: 1 };
  yield { name: 'prj.ln.bias', shape: [hidden] };
}
