// Writes a checkpoint folder in the official format with the exact shapes of LLaMA-3.2-1B-Instruct or GPT-2 small and
// random weights: for trying import, serving and memory at real size where no real weights are to be had.
//
//   node scripts/make-real-size-checkpoint.mjs llama-1b|gpt2 OUT_DIR [--seed N]
//
// The 1B folder takes 3.4 GB, its import another 4.9 GB. Values are written some megabytes at a time.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { allTensors, families, RANK } from './real-size/families.mjs';
import { tokenizer } from './real-size/tokenizer.mjs';
import { writeWeights } from './real-size/weights.mjs';

const ALPHA = 32;

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
