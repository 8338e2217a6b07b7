import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { writeSafetensors } from './safetensors-writer.js';
import { WeightsFile } from './weights-file.js';

function toWrite(name: string, ...pieces: number[][]) {
  return {
    name,
    dtype: 'F32' as const,
    shape: [pieces.flat().length],
    values: async function* () {
      for (const piece of pieces) yield await Promise.resolve(Float32Array.from(piece));
    },
  };
}

test('every tensor is aligned to 64 bytes, whatever the sizes, and is read back', async (context) => {
  const path = join(await temporaryFolder(context), 'out.safetensors');
  const tensors = [toWrite('a', [1, 2, 3]), toWrite('b', [4], [5, 6]), toWrite('c', [7])];
  await writeSafetensors(path, tensors, { by: 'test' }, { aligned: true });
  const file = await WeightsFile.open(path);
  for (const [name, values] of Object.entries({ a: [1, 2, 3], b: [4, 5, 6], c: [7] })) {
    assert.equal(file.tensor(name).offset % 64, 0, name);
    assert.deepEqual([...(await file.read(name))], values);
  }
  await file.close();
});

test('writing stops when it is aborted, and never replaces a file', async (context) => {
  const path = join(await temporaryFolder(context), 'out.safetensors');
  await assert.rejects(
    writeSafetensors(path, [toWrite('a', [1])], {}, { aligned: true, signal: AbortSignal.abort() }),
    {
      name: 'AbortError',
    },
  );
  if (!existsSync(path)) await writeSafetensors(path, [toWrite('a', [1])], {}, { aligned: true });
  await assert.rejects(writeSafetensors(path, [toWrite('a', [2])], {}, { aligned: true }), {
    code: 'EEXIST',
  });
});

test('unaligned, the file holds the tensors and nothing else', async (context) => {
  const path = join(await temporaryFolder(context), 'out.safetensors');
  await writeSafetensors(path, [toWrite('a', [1, 2, 3]), toWrite('b', [4])], {}, { aligned: false });
  const file = await WeightsFile.open(path);
  assert.deepEqual([...file.tensors.keys()], ['a', 'b']);
  assert.deepEqual([...(await file.read('b'))], [4]);
  await file.close();
});
