import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { datasetSchema } from '../datasets/dataset.js';
import { processStart } from './lock.js';
import { openRun } from './run.js';
import { readResult, readRun } from './run-folder.js';
import { TEST_CONFIGURATION, TEST_MANIFEST, filesOf, refusal, testFolder } from './run-for-tests.js';

const folder = testFolder('open');

const open = (directory: string, manifest = TEST_MANIFEST) => openRun({ directory, manifest });

async function finished(name: string): Promise<string> {
  const directory = join(folder, name);
  const run = await open(directory);
  const options = { configuration: TEST_CONFIGURATION, planKeys: ['test/a'], resume: false };
  const experiment = await run.begin('test', options);
  await experiment.append('test/a', 1);
  await experiment.finish([]);
  await run.close();
  return directory;
}

test('A run of another model, dataset, seed or version is refused with every field that differs', async () => {
  const directory = await finished('made');
  const before = filesOf(directory);
  const other = {
    ...TEST_MANIFEST,
    seed: null,
    versions: { ...TEST_MANIFEST.versions, codiscope: '0.2.0' },
    model: { ...TEST_MANIFEST.model, fingerprint: 'cafe', dtype: 'float32' },
    dataset: { ...TEST_MANIFEST.dataset, sampler: 'python' as const },
  };
  await assert.rejects(
    open(directory, other),
    refusal(
      'BAD_RUN_FOLDER',
      /\(seed: 42 there, null now; versions\.codiscope: "0\.1\.0" there, "0\.2\.0" now; model\.fingerprint: "f00d" there, "cafe" now; model\.dtype: nothing there, "float32" now; dataset\.sampler: "seeded" there, "python" now\); ask for the same again/,
    ),
  );
  assert.deepEqual(filesOf(directory), before);
});

test('The same manifest opens the folder, its keys in any order, and leaves it as it is', async () => {
  const directory = await finished('order');
  const before = filesOf(directory);
  const turned = Object.fromEntries(Object.entries(TEST_MANIFEST.model).reverse());
  const model = { ...turned, id: TEST_MANIFEST.model.id, fingerprint: TEST_MANIFEST.model.fingerprint };
  await (await open(directory, { ...TEST_MANIFEST, model })).close();
  assert.deepEqual(filesOf(directory), before);
});

test('A manifest that run.json could not hold is refused with the field', async () => {
  const dataset = { ...TEST_MANIFEST.dataset, problems: 0 };
  const directory = join(folder, 'wrong');
  await assert.rejects(
    open(directory, { ...TEST_MANIFEST, dataset }),
    refusal('BAD_ARGUMENT', /manifest\.dataset\.problems is wrong/),
  );
});

test('A folder with other files is refused and left as it is', async () => {
  const directory = join(folder, 'thesis');
  mkdirSync(directory);
  writeFileSync(join(directory, 'chapter.txt'), 'text');
  await assert.rejects(open(directory), refusal('BAD_RUN_FOLDER', /holds files but no run\.json/));
  assert.deepEqual(readdirSync(directory), ['chapter.txt']);
});

test('A place that cannot be written is refused with its path before anything is computed', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await assert.rejects(open(file), refusal('UNWRITABLE', /file is a file where a folder is needed; choose/));
  await assert.rejects(
    open(join(file, 'run')),
    refusal('UNWRITABLE', /leads through a file, not a folder; choose/),
  );
  const directory = await finished('figures are a file');
  rmSync(join(directory, 'figures'), { recursive: true });
  writeFileSync(join(directory, 'figures'), '');
  await assert.rejects(open(directory), refusal('UNWRITABLE', /figures is a file where a folder is needed/));
});

test('The lock of a process that is gone, or whose number another process has now, is taken over', async () => {
  const start = await processStart(process.pid);
  const stale = [
    { pid: 2 ** 22 + 1, start: 'long ago', host: hostname(), token: 't' },
    ...(start === null ? [] : [{ pid: process.pid, start: 'long ago', host: hostname(), token: 't' }]),
  ];
  const directory = await finished('stale');
  for (const content of [...stale.map((lock) => JSON.stringify(lock)), '']) {
    writeFileSync(join(directory, '.lock'), content);
    await (await open(directory)).close();
    assert.ok(!readdirSync(directory).includes('.lock'));
  }
});

test('The lock of a living process or of another machine is refused with the way out', async () => {
  const directory = await finished('held');
  const run = await open(directory);
  await assert.rejects(open(directory), refusal('BAD_RUN_FOLDER', new RegExp(`Process ${process.pid} is`)));
  await run.close();
  const path = join(directory, '.lock');
  writeFileSync(path, JSON.stringify({ pid: 1, start: null, host: 'elsewhere', token: 't' }));
  await assert.rejects(
    open(directory),
    refusal('BAD_RUN_FOLDER', /Process 1 on elsewhere .* delete .*\.lock/),
  );
});

test('Of many processes that want a stale folder at once, one gets it', async () => {
  const directory = await finished('wanted');
  const content = JSON.stringify({ pid: 2 ** 22 + 1, start: null, host: hostname(), token: 't' });
  writeFileSync(join(directory, '.lock'), content);
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => open(directory)));
  const runs = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  assert.equal(runs.length, 1);
  await runs[0]?.close();
});

test('Files of a run stay in their folders', async () => {
  const run = await open(join(folder, 'names'));
  for (const name of ['../x.json', 'a/b.json', '.x.json', 'x.txt']) {
    await assert.rejects(run.writeResult(name, {}), refusal('BAD_ARGUMENT', /is no name/));
  }
  await assert.rejects(run.writeFigure('x.json', new Uint8Array()), refusal('BAD_ARGUMENT', /is no name/));
  await run.close();
});

test('Results that are missing or of another form are refused with the field', async () => {
  const directory = await finished('results');
  await assert.rejects(
    readResult(directory, 'none.json', datasetSchema),
    refusal('BAD_RESULTS', /cannot be read/),
  );
  const run = await open(directory);
  await run.writeResult('none.json', { schema_version: 1 });
  await run.close();
  await assert.rejects(
    readResult(directory, 'none.json', datasetSchema),
    refusal('BAD_RESULTS', /field "kind"/),
  );
  await assert.rejects(readRun(join(folder, 'nowhere')), refusal('BAD_RUN_FOLDER', /has no run\.json/));
});
