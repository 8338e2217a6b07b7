// Writes a checkpoint folder in the official format with the exact shapes of LLaMA-3.2-1B-Instruct or GPT-2 small and
// random weights: for trying import, serving and memory at real size where no real weights are to be had.
//
//   node scripts/make-real-size-checkpoint.mjs llama-1b|gpt2 OUT_DIR [--seed N]
//
// The 1B folder takes 3.4 GB, its import another 4.9 GB. Values are written some megabytes at a time.
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const RANK = 128;
const ALPHA = 32;
const CODI_TOKENS = 3; // pad, BOT, EOT

/** What a family's files say of it; `first` and `end` are the ids of the first and last special token of a text. */
const families = {
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
function* allTensors(family) {
  yield* family.tensors(family, 'codi.base_model.model.');
  const { hidden } = family;
  for (const layer of [1, 3]) {
    yield { name: `prj.${layer}.weight`, shape: [hidden, hidden] };
    yield { name: `prj.${layer}.bias`, shape: [hidden] };
  }
  yield { name: 'prj.ln.weight', shape: [hidden], centre: 1 };
  yield { name: 'prj.ln.bias', shape: [hidden] };
}

/** Standard deviation 0.02, as untrained models have. */
const SPREAD = 0.02 * Math.sqrt(3);
/** Rows of the words that are numbers are larger, so that most answers are numbers. */
const NUMBER_SPREAD = 3 * SPREAD;
const NUMBERS = 1001;
const VALUES_PER_PIECE = 2 ** 20;

/** A tensor's values, evenly spread around its centre, piece by piece (Marsaglia's xorshift32). */
function* pieces({ shape, dtype = 'F32', centre = 0, words = false }, seed) {
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = words ? NUMBERS * shape[1] : 0;
  let state = seed;
  for (let begin = 0; begin < count; begin += VALUES_PER_PIECE) {
    const values = new Float32Array(Math.min(VALUES_PER_PIECE, count - begin));
    for (let at = 0; at < values.length; at++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const spread = begin + at < numbers ? NUMBER_SPREAD : SPREAD;
      values[at] = centre + (state / 2 ** 31) * spread;
    }
    yield Buffer.from(dtype === 'F32' ? values.buffer : bfloat16(values).buffer);
  }
}

/** A bfloat16 is the upper half of a float32. */
function bfloat16(values) {
  const bits = new Uint32Array(values.buffer);
  const halves = new Uint16Array(bits.length);
  for (let at = 0; at < bits.length; at++) halves[at] = bits[at] >>> 16;
  return halves;
}

async function writeWeights(path, tensors, seed) {
  let end = 0;
  const entries = tensors.map(({ name, shape, dtype = 'F32' }) => {
    const begin = end;
    end += shape.reduce((product, size) => product * size, dtype === 'F32' ? 4 : 2);
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  const json = JSON.stringify({ __metadata__: { format: 'pt' }, ...Object.fromEntries(entries) });
  const header = Buffer.from(json + ' '.repeat(-json.length & 7));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = createWriteStream(path);
  const write = async (bytes) => {
    if (!file.write(bytes)) await once(file, 'drain');
  };
  await write(length);
  await write(header);
  for (const [index, tensor] of tensors.entries()) {
    // The tied head is the embedding once more, so both are made from the same seed.
    const own = Math.imul(seed + (tensor.words ? 1 : index + 2), 0x9e3779b1) | 1;
    for (const piece of pieces(tensor, own)) await write(piece);
  }
  file.end();
  await once(file, 'finish');
  return end;
}

/** A word-level tokenizer of exactly V entries: numbers, codi-mini's words, filler words, special tokens. */
function tokenizer({ vocab, special, firstSpecial, beginId }) {
  const mini = JSON.parse(readFileSync(new URL('../models/codi-mini/tokenizer.json', import.meta.url)));
  const words = new Set(Array.from({ length: NUMBERS }, (_, number) => String(number)));
  for (const word of Object.keys(mini.model.vocab)) if (!/^<.+>$/.test(word)) words.add(word);
  for (let filler = 0; words.size < firstSpecial; filler++) words.add(`x${letters(filler)}x`);
  const nameOf = (id) => special.get(id) ?? `<|reserved_special_token_${id - firstSpecial}|>`;
  const specials = Array.from({ length: vocab - firstSpecial }, (_, index) => ({
    id: firstSpecial + index,
    content: nameOf(firstSpecial + index),
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const begin = beginId === null ? [] : [{ SpecialToken: { id: nameOf(beginId), type_id: 0 } }];
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const beginToken = { id: nameOf(beginId), ids: [beginId], tokens: [nameOf(beginId)] };
  const all = [...words, ...specials.map(({ content }) => content)];
  return {
    ...mini,
    added_tokens: specials,
    post_processor: {
      type: 'TemplateProcessing',
      single: [...begin, text],
      pair: [...begin, text, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: beginId === null ? {} : { [nameOf(beginId)]: beginToken },
    },
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(all.map((word, id) => [word, id])),
      // Words that are not there become the last filler word.
      unk_token: all[firstSpecial - 1],
    },
  };
}

/** 0 -> a, 25 -> z, 26 -> ba, .. */
function letters(number) {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : letters(Math.floor(number / 26)) + last;
}

async function main() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' } },
  });
  const [name, folder] = positionals;
  const family = families[name];
  if (!family || !folder || !/^\d+$/.test(values.seed)) {
    console.error('usage: node scripts/make-real-size-checkpoint.mjs llama-1b|gpt2 OUT_DIR [--seed N]');
    process.exit(2);
  }
  const { vocab, hidden, config, endIds, endId, special } = family;
  mkdirSync(join(folder, 'base'), { recursive: true });
  const write = (file, content) => writeFileSync(join(folder, file), JSON.stringify(content));
  const official = {
    lora_r: RANK,
    lora_alpha: ALPHA,
    num_latent: 6,
    use_prj: true,
    prj_dim: hidden,
    prj_no_ln: false,
    remove_eos: true,
    use_lora: true,
  };
  write('codi_args.json', {
    official_args: official,
    pad_id: vocab,
    bot_id: vocab + 1,
    eot_id: vocab + 2,
    arch: config.model_type,
  });
  write('base/config.json', { ...config, eos_token_id: endIds, vocab_size: vocab });
  write('base/generation_config.json', { eos_token_id: endIds });
  write('base/tokenizer.json', tokenizer(family));
  write('base/tokenizer_config.json', {
    tokenizer_class: 'PreTrainedTokenizerFast',
    eos_token: special.get(endId),
  });
  const bytes = await writeWeights(
    join(folder, 'model.safetensors'),
    [...allTensors(family)],
    Number(values.seed),
  );
  console.log(`${folder}: ${(bytes / 1e9).toFixed(2)} GB of weights`);
}

await main();
