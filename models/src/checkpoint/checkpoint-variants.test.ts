import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildModels } from '../graph/index.js';
import { importCheckpoint } from '../import/import-checkpoint.js';
import { goldenGpt2, goldenLlama } from '../testing/fixtures.js';
import { changeJson } from '../testing/golden-copy.js';
import { halved } from '../testing/half-precision.js';
import { openedValues } from '../testing/opened-values.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { rewriteTensors } from '../testing/rewritten-tensors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { openCheckpoint } from './checkpoint.js';

const prefix = 'codi.base_model.model.';
const families = [
  { family: 'LLaMA', golden: goldenLlama, embedding: 'model.embed_tokens.weight' },
  { family: 'GPT-2', golden: goldenGpt2, embedding: 'transformer.wte.weight' },
];

/** A copy that a test may change, of model.safetensors only. */
async function copyOf(golden: string, folder: string): Promise<string> {
  await cp(golden, folder, { recursive: true, filter: (path) => !path.endsWith('.bin') });
  return folder;
}

async function changeArguments(copy: string, change: Record<string, unknown>): Promise<void> {
  const path = join(copy, 'codi_args.json');
  const { official_args } = JSON.parse(await readFile(path, 'utf8')) as { official_args: object };
  await changeJson(path, { official_args: { ...official_args, ...change } });
}

for (const { family, golden, embedding } of families) {
  for (const dtype of ['F16', 'BF16'] as const) {
    test(`a ${family} checkpoint in ${dtype} is the one of the same values in float32`, async (context) => {
      const folder = await temporaryFolder(context);
      const half = await copyOf(golden, join(folder, 'half'));
      const same = await copyOf(golden, join(folder, 'same'));
      await rewriteTensors(half, (all) => all.map((tensor) => halved(tensor, dtype).half));
      await rewriteTensors(same, (all) => all.map((tensor) => halved(tensor, dtype).same));
      const values = await openedValues(half, folder);
      assert.deepEqual(values, await openedValues(same, folder));
      const { directory } = await importCheckpoint(half, { dataDir: folder, name: 'imported' });
      assert.deepEqual(await openedValues(directory, folder), values);
    });
  }

  test(`a ${family} checkpoint with a head of its own keeps it, and needs it`, async (context) => {
    const folder = await temporaryFolder(context);
    const copy = await copyOf(golden, join(folder, 'copy'));
    const head = `${prefix}lm_head.weight`;
    await changeJson(join(copy, 'base', 'config.json'), { tie_word_embeddings: false });
    await rewriteTensors(copy, (all) => [
      ...all.filter(({ name }) => name !== head),
      ...all
        .filter(({ name }) => name === prefix + embedding)
        // Every row another one than the embedding's.
        .map((tensor) => ({
          ...tensor,
          name: head,
          bytes: tensor.bytes.toReversed().map((byte) => byte & 0x3f),
        })),
    ]);
    const opened = await openCheckpoint(copy, { cacheDir: folder });
    assert.equal(opened.architecture.tiedHead, false);
    assert.deepEqual(opened.weights.get('lm_head.weight')?.shape, [91, 64]);
    const values = await openedValues(copy, folder);
    assert.notEqual(values.get('lm_head.weight'), values.get(embedding));
    assert.ok(buildModels(opened).step.bytes.length > 0);
    const { directory } = await importCheckpoint(copy, { dataDir: folder, name: 'imported' });
    assert.deepEqual(await openedValues(directory, folder), values);

    await rewriteTensors(copy, (all) => all.filter(({ name }) => name !== head));
    await rejectsWith(openCheckpoint(copy, { cacheDir: folder }), 'MISSING_TENSOR', `${head} [91, 64]`);
  });

  test(`a ${family} checkpoint whose projection ends without a norm is one without prj.ln`, async (context) => {
    const folder = await temporaryFolder(context);
    const copy = await copyOf(golden, join(folder, 'copy'));
    await changeArguments(copy, { prj_no_ln: true });
    await rejectsWith(
      openCheckpoint(copy, { cacheDir: folder }),
      'UNEXPECTED_TENSOR',
      'prj.ln.',
      'prj_no_ln',
    );
    await rewriteTensors(copy, (all) => all.filter(({ name }) => !name.startsWith('prj.ln.')));
    const opened = await openCheckpoint(copy, { cacheDir: folder });
    assert.equal(opened.projection.layerNorm, false);
    assert.ok(buildModels(opened).step.bytes.length > 0);
    const { directory } = await importCheckpoint(copy, { dataDir: folder, name: 'imported' });
    assert.equal((await openCheckpoint(directory)).projection.layerNorm, false);
  });

  test(`a ${family} checkpoint may have any number of thoughts`, async (context) => {
    const folder = await temporaryFolder(context);
    const copy = await copyOf(golden, join(folder, 'copy'));
    for (const thoughts of [1, 3, 8]) {
      await changeArguments(copy, { num_latent: thoughts });
      const opened = await openCheckpoint(copy, { cacheDir: folder });
      assert.equal(opened.settings.thoughts, thoughts);
      const imported = await importCheckpoint(copy, { dataDir: folder, name: `thoughts-${thoughts}` });
      assert.equal(imported.existed, false);
      assert.equal((await openCheckpoint(imported.directory)).settings.thoughts, thoughts);
    }
  });

  test(`a ${family} checkpoint without the base weights says which are missing`, async (context) => {
    const folder = await temporaryFolder(context);
    const copy = await copyOf(golden, join(folder, 'copy'));
    const isFrozen = (name: string): boolean => name.includes('.base_layer.');
    let frozen = 0;
    await rewriteTensors(copy, (all) => {
      frozen = all.filter(({ name }) => isFrozen(name)).length;
      return all.filter(({ name }) => !isFrozen(name));
    });
    const more = `and ${frozen - 5} more`;
    const parts = [
      family === 'LLaMA' ? 'layers.0.self_attn.q_proj' : 'h.0.attn.c_attn',
      more,
      "base model's",
    ];
    await rejectsWith(openCheckpoint(copy, { cacheDir: folder }), 'MISSING_TENSOR', ...parts);
    await rejectsWith(importCheckpoint(copy, { dataDir: folder }), 'MISSING_TENSOR', ...parts);
  });

  for (const half of ['lora_A', 'lora_B']) {
    test(`a ${family} adapter without its ${half} is named`, async (context) => {
      const folder = await temporaryFolder(context);
      const copy = await copyOf(golden, join(folder, 'copy'));
      let missing = '';
      await rewriteTensors(copy, (all) => {
        missing = all.find(({ name }) => name.includes(`.${half}.`))?.name ?? '';
        return all.filter(({ name }) => name !== missing);
      });
      await rejectsWith(openCheckpoint(copy, { cacheDir: folder }), 'MISSING_TENSOR', missing);
      await rm(copy, { recursive: true });
    });
  }
}

for (const [dtype, bits] of [
  ['F16', 0x7e00],
  ['F16', 0xfc00],
  ['BF16', 0x7fc0],
  ['BF16', 0x7f80],
] as const) {
  test(`an adapter in ${dtype} that holds 0x${bits.toString(16)} is refused`, async (context) => {
    const folder = await temporaryFolder(context);
    const copy = await copyOf(goldenLlama, join(folder, 'copy'));
    const name = `${prefix}model.layers.5.mlp.down_proj.lora_B.default.weight`;
    await rewriteTensors(copy, (all) =>
      all.map((tensor) => {
        const { half } = halved(tensor, dtype);
        if (tensor.name === name) new Uint16Array(half.bytes.buffer)[7] = bits;
        return half;
      }),
    );
    await rejectsWith(openCheckpoint(copy, { cacheDir: folder }), 'BAD_VALUES', name);
    await rejectsWith(importCheckpoint(copy, { dataDir: folder }), 'BAD_VALUES', name);
  });
}
