import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ModelErrorCode } from '../errors.js';
import { changeJson, goldenCopy } from '../testing/golden-copy.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openCheckpoint } from './checkpoint.js';

/** A field of a file, a value that it must not have, and what is said. */
type Spoilt = readonly [field: string, value: unknown, says: string, code?: ModelErrorCode];

const config: Spoilt[] = [
  [
    'num_hidden_layers',
    1e9,
    'num_hidden_layers is 1000000000; it must be a positive whole number, at most 1024',
  ],
  ['num_hidden_layers', -1, 'num_hidden_layers is -1'],
  ['num_hidden_layers', '6', 'num_hidden_layers is "6"'],
  ['num_hidden_layers', [6], 'num_hidden_layers is [6]'],
  ['hidden_size', 2 ** 53, 'hidden_size is 9007199254740992'],
  ['hidden_size', 2 ** 30, 'model.embed_tokens.weight', 'WRONG_SHAPE'],
  ['intermediate_size', {}, 'intermediate_size is {}'],
  ['head_dim', 0, 'head_dim is 0'],
  ['num_key_value_heads', 1e300, 'num_key_value_heads is 1e+300'],
  ['vocab_size', true, 'vocab_size is true'],
  ['max_position_embeddings', 1e12, 'max_position_embeddings is 1000000000000'],
  ['max_position_embeddings', 8, 'num_latent 6 takes more than half'],
  ['rms_norm_eps', 0, 'rms_norm_eps is 0; it must be a number above 0'],
  ['rms_norm_eps', 'small', 'rms_norm_eps is "small"'],
  ['rope_parameters', 'llama3', 'rope_parameters is "llama3"; it must be an object'],
  ['rope_parameters', { rope_theta: -1 }, 'rope_theta is -1'],
  ['tie_word_embeddings', 'yes', 'tie_word_embeddings is "yes"; it must be true or false'],
  ['model_type', ['llama'], 'model_type is ["llama"]', 'UNSUPPORTED'],
  ['hidden_act', 'x'.repeat(2 ** 20), 'characters left out', 'UNSUPPORTED'],
  ['eos_token_id', [0.5], 'eos_token_id must be a token id'],
  ['eos_token_id', Array.from({ length: 1000 }, () => 1), 'at most 100'],
];

const codi: Spoilt[] = [
  ['num_latent', 1e12, 'num_latent is 1000000000000; it must be a positive whole number, at most 1024'],
  ['num_latent', 0, 'num_latent is 0'],
  ['num_latent', '6', 'num_latent is "6"'],
  ['prj_dim', 2.5, 'prj_dim is 2.5'],
  ['prj_no_ln', 0, 'prj_no_ln is 0; it must be true or false'],
  ['lora_r', 1e9, 'lora_r 1000000000 and lora_alpha 16 must be a whole number up to 4096'],
  ['lora_r', 2.5, 'lora_r 2.5'],
  ['lora_r', 16, 'lora_A.default.weight has shape [8, 64], expected [16, 64]', 'WRONG_SHAPE'],
  ['lora_alpha', -16, 'lora_alpha -16'],
  ['lora_alpha', 1e300, 'not finite once its adapter is merged', 'BAD_VALUES'],
];

const tokenizer: Spoilt[] = [
  ['model', null, 'no usable tokenizer', 'BAD_FILE'],
  ['model', 'BPE', 'model is "BPE"; it must be an object'],
  [
    'model',
    { type: 'WordLevel', vocab: { a: 'first' }, unk_token: 'a' },
    '"a" has the id "first"',
    'BAD_FILE',
  ],
  ['model', { type: 'WordLevel', vocab: { a: -1 }, unk_token: 'a' }, 'the id -1', 'BAD_FILE'],
  ['model', { type: 'WordLevel', vocab: { a: 0.5 }, unk_token: 'a' }, 'the id 0.5', 'BAD_FILE'],
  ['model', { type: 'WordLevel', vocab: { a: 1e15 }, unk_token: 'a' }, '1000000000000001 words'],
  ['model', { type: 'BPE', vocab: 7, merges: 'many' }, 'tokenizer', 'BAD_FILE'],
  ['pre_tokenizer', { type: 'Split', pattern: { Regex: '(' } }, 'no usable tokenizer', 'BAD_FILE'],
];

const files = [
  { file: join('base', 'config.json'), cases: config, within: undefined },
  { file: 'codi_args.json', cases: codi, within: 'official_args' },
  { file: join('base', 'tokenizer.json'), cases: tokenizer, within: undefined },
];

for (const { file, cases, within } of files) {
  for (const [field, value, says, code = 'BAD_CONFIG'] of cases) {
    test(`a ${file} whose ${field} is ${JSON.stringify(value).slice(0, 60)} is refused`, async (context) => {
      const folder = await temporaryFolder(context);
      const copy = await goldenCopy(join(folder, 'copy'));
      await rm(join(copy, 'base', 'generation_config.json'));
      const path = join(copy, file);
      const content = JSON.parse(await readFile(path, 'utf8')) as Record<string, object>;
      const change = { [field]: value };
      await changeJson(path, within ? { [within]: { ...content[within], ...change } } : change);
      await rejectsWith(openCheckpoint(copy, { cacheDir: folder }), code, says);
    });
  }
}
