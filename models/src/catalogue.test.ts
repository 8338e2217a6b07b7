import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { listModels, resolveModel } from './catalogue.js';
import { codiMini, goldenLlama } from './testing/fixtures.js';
import { rejectsWith } from './testing/rejects-with.js';
import { temporaryFolder } from './testing/temporary-folder.js';

test("the embedded model comes first, then the user's folders and links to folders", async (context) => {
  const dataDir = await temporaryFolder(context);
  const models = join(dataDir, 'models');
  assert.deepEqual(await listModels(dataDir), [
    { id: 'codi-mini', directory: join(codiMini), origin: 'embedded' },
  ]);
  await mkdir(join(models, 'mine'), { recursive: true });
  await writeFile(join(models, 'notes.txt'), '');
  await symlink(goldenLlama, join(models, 'llama'), 'dir');
  assert.deepEqual(
    (await listModels(dataDir)).map(({ id, origin }) => [id, origin]),
    [
      ['codi-mini', 'embedded'],
      ['llama', 'user'],
      ['mine', 'user'],
    ],
  );
  assert.equal((await resolveModel('llama', dataDir)).directory, join(models, 'llama'));
});

test("a folder's path works in place of an id", async (context) => {
  const dataDir = await temporaryFolder(context);
  assert.deepEqual(await resolveModel(`${goldenLlama}/`, dataDir), {
    id: 'llama',
    directory: goldenLlama,
    origin: 'folder',
  });
});

test('an unknown id is answered with the ids that exist', async (context) => {
  const dataDir = await temporaryFolder(context);
  await mkdir(join(dataDir, 'models', 'mine'), { recursive: true });
  await rejectsWith(resolveModel('yours', dataDir), 'NOT_FOUND', 'yours', 'codi-mini, mine', 'folder');
});
