import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { listModels, resolveModel } from '../catalogue.js';
import { openCheckpoint } from '../checkpoint/checkpoint.js';
import { goldenCopy } from '../testing/golden-copy.js';
import { goldenGpt2, goldenLlama } from '../testing/fixtures.js';
import { openedValues } from '../testing/opened-values.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { safetensorsBytes } from '../testing/safetensors-bytes.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { WeightsFile } from '../weights/weights-file.js';
import { importCheckpoint } from './import-checkpoint.js';

for (const [family, golden] of [
  ['LLaMA', goldenLlama],
  ['GPT-2', goldenGpt2],
] as const) {
  test(`a ${family} checkpoint becomes an entry with the same weights, merged, that needs nothing else`, async (context) => {
    const folder = await temporaryFolder(context);
    const cacheDir = join(folder, 'cache');
    const progress: number[] = [];
    const onProgress = (done: number, total: number): number => progress.push(done / total);
    const made = await importCheckpoint(golden, { dataDir: folder, name: 'mine', onProgress });
    assert.equal(made.existed, false);
    assert.deepEqual(
      (await listModels(folder)).map(({ id }) => id),
      ['codi-mini', 'mine'],
    );
    const { directory } = await resolveModel('mine', folder);
    assert.deepEqual(await openedValues(directory, cacheDir), await openedValues(golden, cacheDir));
    const weights = await readFile(join(directory, 'model.safetensors'));
    assert.equal(createHash('sha256').update(weights).digest('hex'), made.sha256);
    assert.match(await readFile(join(directory, 'MODEL_CARD.md'), 'utf8'), new RegExp(made.sha256));
    assert.equal(progress.at(-1), 1);
    assert.deepEqual(
      progress,
      progress.toSorted((a, b) => a - b),
    );
  });
}

test('a second import of the same checkpoint is recognised, whatever name it asks for', async (context) => {
  const dataDir = await temporaryFolder(context);
  const first = await importCheckpoint(goldenLlama, { dataDir, name: 'first' });
  assert.deepEqual(await importCheckpoint(goldenLlama, { dataDir, name: 'second' }), {
    ...first,
    existed: true,
  });
  const other = { dataDir, name: 'first', arguments: { thoughts: 5 } };
  await rejectsWith(
    importCheckpoint(goldenLlama, other),
    'BAD_CONFIG',
    'first',
    'holds another model',
    '--name',
  );
  await rejectsWith(
    importCheckpoint(goldenGpt2, { dataDir, name: '../up' }),
    'BAD_CONFIG',
    '../up',
    '--name',
  );
});

test('an interrupted import leaves nothing', async (context) => {
  const dataDir = await temporaryFolder(context);
  const controller = new AbortController();
  const onProgress = (done: number, total: number): void => {
    if (done > total / 2) controller.abort(new Error('enough'));
  };
  await assert.rejects(importCheckpoint(goldenLlama, { dataDir, signal: controller.signal, onProgress }));
  assert.deepEqual(await readdir(join(dataDir, 'models')), []);
});

/** A safetensors file of some tensors of another, under other names. */
async function extract(path: string, tensors: readonly { from: string; as: string }[]): Promise<Buffer> {
  const file = await WeightsFile.open(path);
  const parts: Buffer[] = [];
  const header: Record<string, object> = {};
  let end = 0;
  for (const { from, as } of tensors) {
    const { shape, byteLength } = file.tensor(from);
    header[as] = { dtype: 'F32', shape, data_offsets: [end, end + byteLength] };
    parts.push(Buffer.from((await file.read(from)).buffer));
    end += byteLength;
  }
  await file.close();
  return safetensorsBytes(header, Buffer.concat(parts));
}

test('frozen base weights that the checkpoint leaves out come from the base model; without it they are named', async (context) => {
  const folder = await temporaryFolder(context);
  const copy = await goldenCopy(join(folder, 'copy'));
  const whole = join(goldenLlama, 'model.safetensors');
  const file = await WeightsFile.open(whole);
  const names = [...file.tensors.keys()];
  await file.close();
  const isFrozen = (name: string): boolean => name.endsWith('.base_layer.weight');
  const plain = (name: string): string =>
    name.replace('codi.base_model.model.', '').replace('.base_layer', '');
  const trained = names.filter((name) => !isFrozen(name)).map((name) => ({ from: name, as: name }));
  const frozen = names.filter(isFrozen).map((name) => ({ from: name, as: plain(name) }));
  await writeFile(join(copy, 'model.safetensors'), await extract(whole, trained));
  await rejectsWith(openCheckpoint(copy, { cacheDir: folder }), 'MISSING_TENSOR', 'more', 'base model');
  // The base model as it is published: the frozen matrices under their plain names.
  await writeFile(join(copy, 'base', 'model.safetensors'), await extract(whole, frozen));
  assert.deepEqual(await openedValues(copy, folder), await openedValues(goldenLlama, folder));
});
