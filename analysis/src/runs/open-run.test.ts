import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { AnalysisError } from '../errors.js';
import type { AnalysisErrorCode } from '../errors.js';
import { openRun } from './open-run.js';
import { processStart } from './process-life.js';
import { readResult, readRun } from './read-run.js';
import { TEST_MANIFEST, filesOf } from './run-for-tests.js';
import { datasetSchema } from '../datasets/dataset.js';

const folder = mkdtempSync(join(tmpdir(), 'codiscope-open-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const refusal = (code: AnalysisErrorCode, pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof AnalysisError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, pattern);
  return true;
};
const open = (directory: string, resume = false, manifest = TEST_MANIFEST) =>
  openRun({ directory, resume, manifest, planKeys: ['a'] });

async function finished(name: string): Promise<string> {
  const directory = join(folder, name);
  const run = await open(directory);
  await run.append('a', 1);
  await run.finish();
  await run.close();
  return directory;
}

test('A run that is there is refused without resume, finished or not', async () => {
  const done = await finished('done');
  await assert.rejects(
    open(done),
    refusal('BAD_RUN_FOLDER', /holds a finished run; .*--resume, or choose another/),
  );
  const cut = join(folder, 'unfinished');
  await (await open(cut)).close();
  await assert.rejects(open(cut), refusal('BAD_RUN_FOLDER', /holds a run that was cut off; .*--resume/));
  assert.deepEqual((await readRun(cut)).status, 'running');
});

test('A run with another configuration is refused with every field that differs', async () => {
  const directory = await finished('configured');
  const before = filesOf(directory);
  const other = {
    ...TEST_MANIFEST,
    seed: 43,
    configuration: { method: 'zero', layer: 7, sets: 'singles', later: 'hold' },
    model: { ...TEST_MANIFEST.model, fingerprint: 'cafe' },
  };
  await assert.rejects(
    open(directory, true, other),
    refusal(
      'BAD_RUN_FOLDER',
      /\(configuration\.layer: 4 there, 7 now; configuration\.later: nothing there, "hold" now; seed: 42 there, 43 now; model\.fingerprint: "f00d" there, "cafe" now\)/,
    ),
  );
  assert.deepEqual(filesOf(directory), before);
});

test('A configuration with its keys in another order is the same', async () => {
  const directory = await finished('order');
  const { configuration, ...rest } = TEST_MANIFEST;
  const turned = Object.fromEntries(Object.entries(configuration).reverse());
  await (await open(directory, true, { configuration: turned, ...rest })).close();
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
  await assert.rejects(
    open(directory, true),
    refusal('UNWRITABLE', /figures is a file where a folder is needed/),
  );
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
    await (await open(directory, true)).close();
    assert.ok(!readdirSync(directory).includes('.lock'));
  }
});

test('The lock of a living process or of another machine is refused with the way out', async () => {
  const directory = await finished('held');
  const run = await open(directory, true);
  await assert.rejects(
    open(directory, true),
    refusal('BAD_RUN_FOLDER', new RegExp(`Process ${process.pid} is`)),
  );
  await run.close();
  const path = join(directory, '.lock');
  writeFileSync(path, JSON.stringify({ pid: 1, start: null, host: 'elsewhere', token: 't' }));
  await assert.rejects(
    open(directory, true),
    refusal('BAD_RUN_FOLDER', /Process 1 on elsewhere .* delete .*\.lock/),
  );
});

test('Of many processes that want a stale folder at once, one gets it', async () => {
  const directory = await finished('wanted');
  const content = JSON.stringify({ pid: 2 ** 22 + 1, start: null, host: hostname(), token: 't' });
  writeFileSync(join(directory, '.lock'), content);
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => open(directory, true)));
  const runs = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  assert.equal(runs.length, 1);
  await runs[0]?.close();
});

test('A run does not finish without all its rollouts, nor with others', async () => {
  const directory = join(folder, 'incomplete');
  const run = await open(directory);
  await assert.rejects(run.append('b', 1), refusal('BAD_ARGUMENT', /not planned/));
  await assert.rejects(run.finish(), refusal('BAD_RUN_FOLDER', /1 of 1 rollouts are not in the journal/));
  await run.append('a', 1);
  run.extendPlan(['b']);
  await run.append('b', 2);
  await run.close();
  const again = await open(directory, true);
  await assert.rejects(
    again.finish(),
    refusal('BAD_RUN_FOLDER', /has the rollout b, which this run does not plan/),
  );
  await again.close();
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
  const run = await open(directory, true);
  await run.writeResult('none.json', { schema_version: 1 });
  await run.close();
  await assert.rejects(
    readResult(directory, 'none.json', datasetSchema),
    refusal('BAD_RESULTS', /field "kind"/),
  );
  await assert.rejects(readRun(join(folder, 'nowhere')), refusal('BAD_RUN_FOLDER', /has no run\.json/));
});
