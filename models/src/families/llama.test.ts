import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { JsonFile } from '../json-file.js';
import { codiMini, goldenLlama } from '../testing/fixtures.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { llama } from './llama.js';

const golden = join(goldenLlama, 'base', 'config.json');
const llama3 = {
  kind: 'llama3',
  factor: 32,
  lowFrequencyFactor: 1,
  highFrequencyFactor: 4,
  originalMaxPositions: 8192,
};

test("transformers 5's rope_parameters", async () => {
  assert.deepEqual(llama.readConfig(await JsonFile.read(golden), 88), {
    family: 'llama',
    layers: 6,
    heads: 8,
    kvHeads: 2,
    headDim: 16,
    hiddenSize: 64,
    intermediateSize: 160,
    vocabSize: 88,
    embeddingRows: 91,
    maxPositions: 131_072,
    rmsNormEps: 1e-5,
    ropeTheta: 500_000,
    ropeScaling: llama3,
    tiedHead: true,
  });
});

test("transformers 4's rope_theta and rope_scaling mean the same", async (context) => {
  const old = {
    rope_type: 'llama3',
    factor: 32,
    low_freq_factor: 1,
    high_freq_factor: 4,
    original_max_position_embeddings: 8192,
  };
  const config = await changed(context, {
    rope_parameters: undefined,
    rope_theta: 500_000,
    rope_scaling: old,
  });
  assert.deepEqual(llama.readConfig(config, 88), llama.readConfig(await JsonFile.read(golden), 88));
});

test('what an old config.json leaves out has its usual value', async (context) => {
  const config = await changed(context, {
    rope_parameters: undefined,
    num_key_value_heads: undefined,
    head_dim: undefined,
    tie_word_embeddings: undefined,
    attention_bias: undefined,
  });
  const { ropeTheta, ropeScaling, kvHeads, headDim, tiedHead } = llama.readConfig(config, 88);
  assert.deepEqual(
    { ropeTheta, ropeScaling, kvHeads, headDim, tiedHead },
    {
      ropeTheta: 10_000,
      ropeScaling: null,
      kvHeads: 8,
      headDim: 8,
      tiedHead: false,
    },
  );
});

test("codi-mini's vocab_size counts the three added rows", async () => {
  const { vocabSize, embeddingRows, ropeScaling } = llama.readConfig(
    await JsonFile.read(join(codiMini, 'config.json')),
    370,
  );
  assert.deepEqual(
    { vocabSize, embeddingRows, ropeScaling },
    { vocabSize: 370, embeddingRows: 373, ropeScaling: null },
  );
});

async function changed(context: TestContext, change: Record<string, unknown>): Promise<JsonFile> {
  const path = join(await temporaryFolder(context), 'config.json');
  const content = JSON.parse(await readFile(golden, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...content, ...change }));
  return JsonFile.read(path);
}
