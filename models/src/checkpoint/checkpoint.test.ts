import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, open, readdir, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { codiMini, fixture, goldenLlama } from '../testing/fixtures.js';
import { changeJson, goldenCopy } from '../testing/golden-copy.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { WeightsFile } from '../weights/weights-file.js';
import { openCheckpoint } from './checkpoint.js';
import type { Checkpoint } from './checkpoint.js';

test('codi-mini is used in place, with the facts of its model card', async (context) => {
  const cacheDir = join(await temporaryFolder(context), 'cache');
  const mini = await openCheckpoint(codiMini, { cacheDir });
  assert.equal(mini.id, 'codi-mini');
  assert.equal(mini.parameters, 2_779_200);
  assert.deepEqual(
    new Set([...mini.weights.values()].map(({ file }) => file)),
    new Set([join(codiMini, 'model.safetensors')]),
  );
  assert.equal(existsSync(cacheDir), false);
  assert.deepEqual(mini.settings, {
    thoughts: 6,
    padId: 370,
    botId: 371,
    eotId: 372,
    eosId: 2,
    removeEos: true,
    answerPrefix: 'The answer is:',
  });
  assert.deepEqual(mini.projection, { dim: 384, layerNorm: true, layerNormEps: 1e-5 });
  assert.deepEqual(mini.weights.get('model.embed_tokens.weight')?.shape, [373, 192]);
  assert.equal(mini.weights.has('lm_head.weight'), false);
});

test('weights that are used in place are checked like any others', async (context) => {
  const copy = join(await temporaryFolder(context), 'mini');
  await cp(codiMini, copy, { recursive: true });
  const normOffset = (await openCheckpoint(copy)).weights.get('model.norm.weight')?.offset ?? 0;
  const handle = await open(join(copy, 'model.safetensors'), 'r+');
  await handle.write(Buffer.of(0, 0, 0x80, 0x7f), 0, 4, normOffset + 40);
  await handle.close();
  await rejectsWith(
    openCheckpoint(copy),
    'BAD_VALUES',
    'model.safetensors',
    'codi.model.norm.weight',
    'Infinity',
  );
});

test('adapters are merged as numpy merges them in float64', async (context) => {
  const cacheDir = await temporaryFolder(context);
  const checkpoint = await openCheckpoint(goldenLlama, { cacheDir });
  const expected = await WeightsFile.open(fixture('merged.safetensors'));
  assert.equal(expected.tensors.size, 3);
  for (const name of expected.tensors.keys()) {
    const [values, wanted] = [await valuesAt(checkpoint, name), await expected.read(name)];
    assert.equal(values.length, wanted.length);
    // Sums in another order may round the last bit the other way.
    values.forEach((value, at) => {
      const other = wanted[at] ?? NaN;
      assert.ok(
        Math.abs(value - other) <= 2 ** -23 * Math.abs(other),
        `${name}[${at}]: ${value}, not ${other}`,
      );
    });
  }
  await expected.close();
});

test('both weight files give the same tensors bit for bit, each aligned, all in one file', async (context) => {
  const cacheDir = await temporaryFolder(context);
  const fromSafetensors = await openCheckpoint(goldenLlama, { cacheDir });
  const fromTorch = await openCheckpoint(goldenLlama, { cacheDir, weights: 'pytorch_model.bin' });
  assert.notEqual(fromSafetensors.fingerprint, fromTorch.fingerprint);
  assert.equal(fromSafetensors.weights.size, 6 * 9 + 2 + 6);
  assert.deepEqual([...fromSafetensors.weights.keys()], [...fromTorch.weights.keys()]);
  for (const [name, { offset, file }] of fromTorch.weights) {
    assert.equal(offset % 64, 0);
    assert.equal(file, join(cacheDir, 'checkpoints', fromTorch.fingerprint, 'model.safetensors'));
    assert.deepEqual(await valuesAt(fromTorch, name), await valuesAt(fromSafetensors, name), name);
  }
});

test('a merged file is made once, made again when cut off, and made safely by several at once', async (context) => {
  const cacheDir = await temporaryFolder(context);
  const opened = await Promise.all([1, 2, 3].map(() => openCheckpoint(goldenLlama, { cacheDir })));
  const file = opened[0]?.weights.get('prj.1.weight')?.file ?? '';
  assert.deepEqual(await readdir(join(file, '..')), ['model.safetensors']);

  const { mtimeMs, size } = await stat(file);
  await openCheckpoint(goldenLlama, { cacheDir });
  assert.equal((await stat(file)).mtimeMs, mtimeMs);

  await truncate(file, size - 100);
  await openCheckpoint(goldenLlama, { cacheDir });
  assert.equal((await stat(file)).size, size);
});

test('the fingerprint follows contents and arguments, not places', async (context) => {
  const cacheDir = await temporaryFolder(context);
  const original = await openCheckpoint(goldenLlama, { cacheDir });
  const copy = await goldenCopy(join(cacheDir, 'copy'));
  assert.equal((await openCheckpoint(copy, { cacheDir })).fingerprint, original.fingerprint);
  assert.match(original.fingerprint, /^[0-9a-f]{64}$/);

  const other = await openCheckpoint(copy, { cacheDir, arguments: { thoughts: 5 } });
  assert.equal(other.settings.thoughts, 5);
  assert.notEqual(other.fingerprint, original.fingerprint);
  await changeJson(join(copy, 'base', 'tokenizer.json'), { extra: 1 });
  assert.notEqual((await openCheckpoint(copy, { cacheDir })).fingerprint, original.fingerprint);
});

test('the base model may stand in a folder of its own', async (context) => {
  const folder = await temporaryFolder(context);
  const copy = await goldenCopy(join(folder, 'copy'));
  await rm(join(copy, 'base'), { recursive: true });
  await rejectsWith(openCheckpoint(copy), 'MISSING_FILE', copy, 'config.json', '--base');
  const opened = await openCheckpoint(copy, { base: join(goldenLlama, 'base'), cacheDir: folder });
  assert.ok(opened.architecture.family === 'llama');
  assert.equal(opened.architecture.ropeScaling?.factor, 32);
  await rejectsWith(openCheckpoint(copy, { base: folder }), 'MISSING_FILE', folder, 'tokenizer.json');
});

test('folders and weights that are not there are named', async (context) => {
  const folder = await temporaryFolder(context);
  await rejectsWith(openCheckpoint(join(folder, 'none')), 'NOT_FOUND', join(folder, 'none'));
  const copy = await goldenCopy(join(folder, 'copy'));
  await rejectsWith(
    openCheckpoint(copy, { weights: 'pytorch_model.bin' }),
    'MISSING_FILE',
    copy,
    'pytorch_model.bin',
  );
  await rm(join(copy, 'model.safetensors'));
  await rejectsWith(openCheckpoint(copy), 'MISSING_FILE', copy, 'model.safetensors or pytorch_model.bin');
});

test('an aborted opening leaves nothing behind', async (context) => {
  const cacheDir = await temporaryFolder(context);
  await assert.rejects(openCheckpoint(goldenLlama, { cacheDir, signal: AbortSignal.abort() }), {
    name: 'AbortError',
  });
  const left = existsSync(cacheDir) ? await readdir(cacheDir, { recursive: true }) : [];
  assert.deepEqual(
    left.filter((name) => name.includes('unfinished') || name.endsWith('.safetensors')),
    [],
  );
});

/** A tensor's values, read where the checkpoint says that they are. */
async function valuesAt(checkpoint: Checkpoint, name: string): Promise<Float32Array> {
  const location = checkpoint.weights.get(name);
  assert.ok(location, name);
  const handle = await open(location.file);
  const bytes = new Uint8Array(location.byteLength);
  await handle.read(bytes, 0, bytes.length, location.offset);
  await handle.close();
  return new Float32Array(bytes.buffer);
}
