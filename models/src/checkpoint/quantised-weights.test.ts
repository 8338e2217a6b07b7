import assert from 'node:assert/strict';
import { open, readdir, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { codiMini, goldenGpt2, goldenLlama } from '../testing/fixtures.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import type { WeightLocation } from '../weights/weight-location.js';
import { checkpointFingerprint, openCheckpoint, type Checkpoint } from './checkpoint.js';

async function bytesAt({ file, offset, byteLength }: WeightLocation): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  const bytes = new Uint8Array(byteLength);
  await handle.read(bytes, 0, byteLength, offset);
  await handle.close();
  return bytes;
}

async function floatsAt(checkpoint: Checkpoint, name: string): Promise<Float32Array> {
  const location = checkpoint.weights.get(name);
  assert.ok(location, name);
  return new Float32Array((await bytesAt(location)).buffer);
}

/** Compares a quantised matrix with what it was made of: `at` says where [output, input] stands there. */
async function compare(
  quantised: Checkpoint,
  name: string,
  exact: Float32Array,
  at: (output: number, input: number) => number,
): Promise<void> {
  const matrix = quantised.quantised.get(name);
  assert.ok(matrix, name);
  const bytes = await bytesAt(matrix.bytes);
  const scales = new Float32Array((await bytesAt(matrix.scales)).buffer);
  const blocks = Math.ceil(matrix.inputs / 32);
  assert.deepEqual(
    [matrix.bytes.shape, matrix.scales.shape],
    [
      [matrix.outputs, blocks, 32],
      [matrix.outputs, blocks],
    ],
  );
  for (let output = 0; output < matrix.outputs; output++) {
    for (let input = 0; input < matrix.inputs; input++) {
      const place = output * blocks * 32 + input;
      const scale = scales[Math.floor(place / 32)] ?? NaN;
      const weight = exact[at(output, input)] ?? NaN;
      const error = Math.abs(((bytes[place] ?? NaN) - 128) * scale - weight);
      assert.ok(error <= scale * 0.50001, `${name} [${output}, ${input}] is off by ${error / scale} steps`);
    }
  }
}

for (const [family, golden] of Object.entries({ llama: goldenLlama, gpt2: goldenGpt2 })) {
  test(`${family}: every linear weight is within half a step of the merged one, and the rest is the same`, async (context) => {
    const cacheDir = await temporaryFolder(context);
    const exact = await openCheckpoint(golden, { cacheDir });
    const quantised = await openCheckpoint(golden, { cacheDir, precision: 'int8' });
    const { layers, hiddenSize } = exact.architecture;
    // LLaMA: q, k, v, o, gate, up, down. GPT-2: c_attn, c_proj, c_fc, c_proj. And the tied head.
    assert.equal(quantised.quantised.size, layers * (family === 'llama' ? 7 : 4) + 1);
    for (const [name, { inputs, outputs }] of quantised.quantised) {
      const isHead = name === 'lm_head.weight';
      const embedding = family === 'llama' ? 'model.embed_tokens.weight' : 'transformer.wte.weight';
      const conv1d = family === 'gpt2' && !isHead;
      const shape = exact.weights.get(isHead ? embedding : name)?.shape;
      assert.deepEqual(shape, conv1d ? [inputs, outputs] : [outputs, inputs], name);
      await compare(quantised, name, await floatsAt(exact, isHead ? embedding : name), (output, input) =>
        conv1d ? input * outputs + output : output * inputs + input,
      );
    }
    for (const name of quantised.weights.keys()) {
      assert.deepEqual(await floatsAt(quantised, name), await floatsAt(exact, name), name);
    }
    assert.ok(quantised.weights.has('prj.1.weight') && !quantised.quantised.has('prj.1.weight'));
    assert.equal(quantised.quantised.get('lm_head.weight')?.inputs, hiddenSize);
    assert.deepEqual(new Set([...quantised.weights.values()].map(({ file }) => file)).size, 1);
  });
}

test('the fingerprint tells precisions apart, and that of fp32 is what it always was', async (context) => {
  const cacheDir = await temporaryFolder(context);
  const exact = await openCheckpoint(codiMini, { cacheDir });
  const quantised = await openCheckpoint(codiMini, { cacheDir, precision: 'int8' });
  assert.deepEqual([exact.precision, quantised.precision], ['fp32', 'int8']);
  assert.equal(exact.quantised.size, 0);
  assert.match(quantised.fingerprint, /^[0-9a-f]{64}$/);
  assert.notEqual(quantised.fingerprint, exact.fingerprint);
  assert.equal(await checkpointFingerprint(codiMini), exact.fingerprint);
  assert.equal(await checkpointFingerprint(codiMini, 'int8'), quantised.fingerprint);
});

test('weights are quantised once; a file that was cut off is made again; an abort leaves nothing', async (context) => {
  const cacheDir = await temporaryFolder(context);
  const options = { cacheDir, precision: 'int8' } as const;
  await assert.rejects(openCheckpoint(codiMini, { ...options, signal: AbortSignal.abort() }), {
    name: 'AbortError',
  });
  assert.deepEqual(await readdir(cacheDir), []);

  const opened = await Promise.all([1, 2, 3].map(() => openCheckpoint(codiMini, options)));
  const file = opened[0]?.weights.get('prj.1.weight')?.file ?? '';
  const { mtimeMs, size } = await stat(file);
  assert.deepEqual(await readdir(dirname(file)), ['int8.safetensors'], 'beside it nothing is left');
  await openCheckpoint(codiMini, options);
  assert.equal((await stat(file)).mtimeMs, mtimeMs);
  await truncate(file, size - 1);
  await openCheckpoint(codiMini, options);
  assert.equal((await stat(file)).size, size);
  assert.equal(join(cacheDir, 'checkpoints'), dirname(dirname(file)));
});
