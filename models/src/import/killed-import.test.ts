import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { listModels } from '../catalogue.js';
import { openCheckpoint } from '../checkpoint/checkpoint.js';
import { goldenLlama } from '../testing/fixtures.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { unfinishedName } from '../unfinished.js';
import { importCheckpoint } from './import-checkpoint.js';

const child = fileURLToPath(new URL('../testing/import-child.js', import.meta.url));

/** Kills an import after so many pieces of weights and so many milliseconds; resolves when it is gone. */
async function killImport(dataDir: string, pieces: number, delayMs: number): Promise<void> {
  const importing = spawn(process.execPath, [child, goldenLlama, dataDir, 'mine'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(importing, 'close');
  let seen = 0;
  createInterface(importing.stdout).on('line', () => {
    seen++;
    if (seen === pieces) setTimeout(() => importing.kill('SIGKILL'), delayMs);
  });
  await gone;
}

// 62 pieces, then the checksum, the card and the renaming, which take some milliseconds.
for (const [pieces, delayMs] of [
  [1, 0],
  [20, 1],
  [61, 0],
  [62, 0],
  [62, 2],
  [62, 4],
  [62, 8],
] as const) {
  test(`an import killed ${delayMs} ms after piece ${pieces} leaves nothing that a list or import trips over`, async (context) => {
    const dataDir = await temporaryFolder(context);
    await killImport(dataDir, pieces, delayMs);
    const models = join(dataDir, 'models');
    // Killed at the very end it may have come through, and then the entry is whole.
    const listed = (await listModels(dataDir)).slice(1);
    for (const { directory } of listed) await openCheckpoint(directory);

    const made = await importCheckpoint(goldenLlama, { dataDir, name: 'mine' });
    assert.equal(made.existed, listed.length === 1);
    assert.deepEqual(await readdir(models), ['mine']);
    const weights = await readFile(join(made.directory, 'model.safetensors'));
    assert.equal(createHash('sha256').update(weights).digest('hex'), made.sha256);
    const again = await importCheckpoint(goldenLlama, { dataDir, name: 'other' });
    assert.deepEqual(again, { ...made, existed: true });
  });
}

test('an import under way in another process is neither listed nor removed', async (context) => {
  const dataDir = await temporaryFolder(context);
  // This process runs.
  const working = unfinishedName();
  await mkdir(join(dataDir, 'models', working), { recursive: true });
  await importCheckpoint(goldenLlama, { dataDir, name: 'mine' });
  assert.deepEqual((await readdir(join(dataDir, 'models'))).sort(), [working, 'mine'].sort());
  assert.deepEqual(
    (await listModels(dataDir)).map(({ id }) => id),
    ['codi-mini', 'mine'],
  );
});

test('entries with a damaged record, or without their weights, are not taken for an import', async (context) => {
  const dataDir = await temporaryFolder(context);
  const whole = await importCheckpoint(goldenLlama, { dataDir, name: 'whole' });
  const record = await readFile(join(whole.directory, 'import.json'), 'utf8');
  const spoilt = { cut: record.slice(0, 30), list: '[]', other: '{"source_fingerprint": 7}', bare: record };
  for (const [id, text] of Object.entries(spoilt)) {
    await mkdir(join(dataDir, 'models', id));
    await writeFile(join(dataDir, 'models', id, 'import.json'), text);
    if (id !== 'bare') await writeFile(join(dataDir, 'models', id, 'model.safetensors'), '');
  }
  assert.deepEqual(await importCheckpoint(goldenLlama, { dataDir }), { ...whole, existed: true });
  const taken = importCheckpoint(goldenLlama, { dataDir, name: 'bare', arguments: { thoughts: 5 } });
  await rejectsWith(taken, 'BAD_CONFIG', 'bare', 'damaged', '--name');
});

test("the embedded model's name is taken", async (context) => {
  const dataDir = await temporaryFolder(context);
  await rejectsWith(importCheckpoint(goldenLlama, { dataDir, name: 'codi-mini' }), 'BAD_CONFIG', '--name');
});
