import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { AnalysisError } from '../words/errors.js';
import { createDataset } from './create-dataset.js';
import { datasetSha256 } from './dataset.js';
import { datasetFileName, datasetText, readDataset, writeDataset } from './dataset-file.js';
import { countByLevel } from './samplers/levels.js';
import { writeTrainingData } from './training-data.js';

const testFile = fileURLToPath(new URL('../../../models/codi-mini/test.jsonl', import.meta.url));
const originFile = fileURLToPath(
  new URL('../../src/datasets/fixtures/origin-problems.json', import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), 'codiscope-dataset-'));
after(() => {
  rmSync(folder, { recursive: true });
});

test('A full sample has 25 problems a level, a test sample 3, 3, 2 and 2, and each has its name', async () => {
  for (const source of ['gsm-mini', { file: testFile }] as const) {
    const full = await createDataset({ source });
    assert.deepEqual(countByLevel(full.problems), { '2-step': 25, '3-step': 25, '4-step': 25, '5+step': 25 });
    assert.equal(datasetFileName(full), 'full_dataset_100.json');
    const small = await createDataset({ source, testMode: true });
    assert.deepEqual(countByLevel(small.problems), { '2-step': 3, '3-step': 3, '4-step': 2, '5+step': 2 });
    assert.deepEqual(small.per_level, countByLevel(small.problems));
    assert.equal(datasetFileName(small), 'test_dataset_10.json');
  }
});

test('With the seed of the held-out data, the generated dataset begins with its questions', async () => {
  const { problems } = await createDataset({ source: 'gsm-mini', seed: 90210 });
  const heldOut = await readDataset(testFile);
  assert.deepEqual(
    problems.map((problem) => problem.question),
    heldOut.problems.slice(0, 100).map((problem) => problem.question),
  );
  assert.equal(problems[99]?.gsm8k_id, 'gsm-mini-90210-99');
});

test('A written dataset is read back as it was, and written again to the same bytes', async () => {
  const dataset = await createDataset({
    source: { file: testFile },
    sampler: 'python',
    seed: 3,
    perLevel: 2,
  });
  const path = join(folder, 'deep', 'dataset.json');
  await writeDataset(path, dataset);
  const again = await readDataset(path);
  assert.deepEqual(again, dataset);
  assert.equal(datasetText(again), readFileSync(path, 'utf8'));
  assert.match(readFileSync(path, 'utf8'), /^\{\n {2}"schema_version": 1,\n[^]*\}\n$/);
  assert.deepEqual(readdirSync(join(folder, 'deep')), ['dataset.json']);
});

test("The dataset's hash is the one that Python's json and hashlib give, whatever the order of keys", async () => {
  const { problems } = await readDataset(originFile);
  const expected = '3342e6bb8cea769c46542cb72143ec8cec4c9469c74ddc28c0d4235eaf855379';
  assert.equal(datasetSha256(problems), expected);
  const turned = problems.map(
    (problem) => Object.fromEntries(Object.entries(problem).reverse()) as typeof problem,
  );
  assert.equal(datasetSha256(turned), expected);
  assert.notEqual(datasetSha256(problems.toReversed()), expected);
});

test('A plain array is a dataset: all its problems in their order', async () => {
  const dataset = await readDataset(originFile);
  assert.equal(dataset.sampler, 'none');
  assert.equal(dataset.seed, null);
  assert.deepEqual(dataset.per_level, { '2-step': 2, '3-step': 1, '4-step': 0, '5+step': 0 });
});

test('Options that mean nothing are refused', async () => {
  const wrong = [
    { source: 'gsm-mini', perLevel: 0 },
    { source: 'gsm-mini', perLevel: 2.5 },
    { source: 'gsm-mini', seed: -1 },
    { source: 'gsm-mini', sampler: 'python' },
  ] as const;
  for (const options of wrong) {
    await assert.rejects(
      createDataset(options),
      (error) => error instanceof AnalysisError && error.code === 'BAD_ARGUMENT',
    );
  }
});

test('Training data is written line by line without the excluded questions', async () => {
  const out = join(folder, 'train.jsonl');
  await writeTrainingData({ out, seed: 90210, count: 2000, balanced: true, prefix: 'test' });
  assert.equal(readFileSync(out, 'utf8'), readFileSync(testFile, 'utf8'));
  const other = join(folder, 'other.jsonl');
  await writeTrainingData({ out: other, seed: 90210, count: 100, balanced: true, excludeFile: testFile });
  const written = new Set((await readDataset(other)).problems.map((problem) => problem.question));
  for (const { question } of (await readDataset(testFile)).problems)
    assert.ok(!written.has(question), question);
});

test('Training data that is aborted leaves nothing behind, not even a broken old file', async () => {
  const out = join(folder, 'kept.jsonl');
  writeFileSync(out, 'old');
  const signal = AbortSignal.abort(new Error('stop'));
  await assert.rejects(writeTrainingData({ out, seed: 1, count: 5000, signal }), /stop/);
  assert.equal(readFileSync(out, 'utf8'), 'old');
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.partial')));
});
