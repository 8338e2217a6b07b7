import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { unfinishedName } from '../unfinished.js';
import { cachedFile } from './cached-file.js';

const isWhole = (path: string): Promise<boolean> =>
  readFile(path, 'utf8').then(
    (text) => text === 'whole',
    () => false,
  );
const writeWhole = (path: string): Promise<void> => writeFile(path, 'whole');

test('a file is made once, and again when it is not complete', async (context) => {
  const target = join(await temporaryFolder(context), 'deep', 'file');
  let written = 0;
  const make = () =>
    cachedFile(target, isWhole, async (path) => {
      written++;
      await writeWhole(path);
    });
  assert.equal(await make(), target);
  await make();
  assert.equal(written, 1);
  await writeFile(target, 'who');
  await make();
  assert.equal(written, 2);
  assert.ok(await isWhole(target));
});

test('a failure leaves nothing behind', async (context) => {
  const folder = await temporaryFolder(context);
  const failing = cachedFile(join(folder, 'own', 'file'), isWhole, async (path) => {
    await writeFile(path, 'half');
    throw new Error('no space');
  });
  await assert.rejects(failing, /no space/);
  assert.deepEqual(await readdir(folder), []);
});

test('a writer that is killed leaves no file, and the next one removes what it left', async (context) => {
  const folder = await temporaryFolder(context);
  const writer = fileURLToPath(new URL('../testing/killed-writer.js', import.meta.url));
  const target = join(folder, 'own', 'file');
  const child = spawn(process.execPath, [writer, target], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  const [left = '', ...others] = await readdir(folder);
  assert.match(left, /^\.unfinished\./);
  assert.deepEqual(others, []);

  const ofThisProcess = unfinishedName();
  await writeFile(join(folder, ofThisProcess), '');
  await cachedFile(target, isWhole, writeWhole);
  assert.deepEqual((await readdir(folder)).sort(), [ofThisProcess, 'own'].sort());
});
