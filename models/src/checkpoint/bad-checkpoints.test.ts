import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ModelErrorCode } from '../errors.js';
import { changeJson, changeTensors, goldenCopy } from '../testing/golden-copy.js';
import type { HeaderEntry } from '../testing/golden-copy.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openCheckpoint } from './checkpoint.js';
import type { CodiArguments } from './codi-arguments.js';

interface SpoiltCheckpoint {
  what: string;
  /** Fields of base/config.json, base/tokenizer_config.json and of the official arguments. */
  config?: Record<string, unknown>;
  tokenizer?: Record<string, unknown>;
  tensors?: (header: Record<string, HeaderEntry>, data: Buffer) => void;
  arguments?: Partial<CodiArguments>;
  code: ModelErrorCode;
  says: string[];
}

const head = 'codi.base_model.model.lm_head.weight';
const query = 'codi.base_model.model.model.layers.2.self_attn.q_proj';

/** Gives a tensor another name, so that it is missing under its own. */
function rename(header: Record<string, HeaderEntry>, from: string, to: string): void {
  const entry = header[from];
  if (!entry) throw new Error(`the golden checkpoint has no ${from}`);
  header[to] = entry;
  Reflect.deleteProperty(header, from);
}

function find(header: Record<string, HeaderEntry>, name: string): HeaderEntry {
  const entry = header[name];
  if (!entry) throw new Error(`the golden checkpoint has no ${name}`);
  return entry;
}

const spoilt: SpoiltCheckpoint[] = [
  {
    what: 'a missing tensor',
    tensors: (header) => {
      rename(header, 'prj.3.bias', 'prj.4.bias');
    },
    code: 'MISSING_TENSOR',
    says: ['model.safetensors', 'prj.3.bias [64]'],
  },
  {
    what: 'an adapter without its B',
    tensors: (header) => {
      rename(header, `${query}.lora_B.default.weight`, 'other');
    },
    code: 'MISSING_TENSOR',
    says: [`${query}.lora_B.default.weight [128, 8]`],
  },
  {
    what: 'a tensor of another shape',
    tensors: (header) => {
      find(header, `${query}.base_layer.weight`).shape = [64, 128];
    },
    code: 'WRONG_SHAPE',
    says: ['model.safetensors', `${query}.base_layer.weight`, '[64, 128]', '[128, 64]'],
  },
  {
    what: 'a config.json of another width',
    config: { hidden_size: 128 },
    code: 'WRONG_SHAPE',
    says: ['model.embed_tokens.weight', '[91, 64]', '[91, 128]'],
  },
  {
    what: 'a tensor that nothing asks for',
    config: { num_hidden_layers: 5 },
    code: 'UNEXPECTED_TENSOR',
    says: ['model.layers.5.', 'more', 'config.json'],
  },
  {
    what: 'a norm in the projection that the arguments deny',
    arguments: { projectionLayerNorm: false },
    code: 'UNEXPECTED_TENSOR',
    says: ['prj.ln.weight', 'prj_no_ln'],
  },
  {
    what: 'a NaN in a weight',
    tensors: (header, data) => {
      data.writeFloatLE(NaN, find(header, 'prj.1.bias').data_offsets[0] + 8);
    },
    code: 'BAD_VALUES',
    says: ['model.safetensors', 'prj.1.bias', 'NaN'],
  },
  {
    what: 'a tied head that is not the embedding',
    tensors: (header, data) => {
      data.writeFloatLE(0.5, find(header, head).data_offsets[0] + 400);
    },
    code: 'BAD_VALUES',
    says: [head, 'embed_tokens', 'tie_word_embeddings'],
  },
  {
    what: 'another architecture',
    config: { model_type: 'qwen2' },
    code: 'UNSUPPORTED',
    says: ['config.json', 'model_type', '"qwen2"', 'llama'],
  },
  {
    what: 'attention biases',
    config: { attention_bias: true },
    code: 'UNSUPPORTED',
    says: ['config.json', 'attention_bias'],
  },
  {
    what: 'another activation',
    config: { hidden_act: 'gelu' },
    code: 'UNSUPPORTED',
    says: ['config.json', 'hidden_act', 'silu'],
  },
  {
    what: 'another rotary scaling',
    config: { rope_parameters: { rope_type: 'yarn', rope_theta: 1e4, factor: 4 } },
    code: 'UNSUPPORTED',
    says: ['config.json (rope_parameters)', 'rope_type', 'yarn', 'llama3'],
  },
  { what: 'no projection', arguments: { useProjection: false }, code: 'UNSUPPORTED', says: ['use_prj'] },
  {
    what: 'no number of layers',
    config: { num_hidden_layers: undefined },
    code: 'BAD_CONFIG',
    says: ['config.json', 'num_hidden_layers is missing'],
  },
  {
    what: 'a fraction of a head',
    config: { num_attention_heads: 2.5 },
    code: 'BAD_CONFIG',
    says: ['config.json', 'num_attention_heads is 2.5'],
  },
  {
    what: 'key heads that do not divide the heads',
    config: { num_key_value_heads: 3 },
    code: 'BAD_CONFIG',
    says: ['num_key_value_heads 3'],
  },
  {
    what: "another base model's vocabulary",
    config: { vocab_size: 500 },
    code: 'BAD_CONFIG',
    says: ['config.json', 'vocab_size is 500', '88 or 91'],
  },
  {
    what: 'ids that do not follow each other',
    arguments: { botId: 95 },
    code: 'BAD_CONFIG',
    says: ['bot_id 95'],
  },
  { what: 'an alpha of 0', arguments: { loraAlpha: 0 }, code: 'BAD_CONFIG', says: ['lora_alpha 0'] },
  {
    what: 'an end token that config.json contradicts',
    config: { eos_token_id: 7 },
    code: 'BAD_CONFIG',
    says: ['config.json', 'eos_token_id 7', 'eos_token (1)'],
  },
  {
    what: 'no end token',
    config: { eos_token_id: undefined },
    tokenizer: { eos_token: '<nothing>' },
    code: 'BAD_CONFIG',
    says: ['eos_token', 'tokenizer_config.json'],
  },
];

for (const { what, config, tokenizer, tensors, arguments: codi, code, says } of spoilt) {
  test(`a checkpoint with ${what} is refused`, async (context) => {
    const folder = await temporaryFolder(context);
    const copy = await goldenCopy(join(folder, 'copy'));
    await rm(join(copy, 'base', 'generation_config.json'));
    if (config) await changeJson(join(copy, 'base', 'config.json'), config);
    if (tokenizer) await changeJson(join(copy, 'base', 'tokenizer_config.json'), tokenizer);
    if (tensors) await changeTensors(copy, tensors);
    await rejectsWith(
      openCheckpoint(copy, { cacheDir: folder, ...(codi && { arguments: codi }) }),
      code,
      ...says,
    );
  });
}
