import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { fingerprint } from './fingerprint.js';

test('the fingerprint is the SHA-256 of lengths, bytes and canonical settings', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'a'), 'abc');
  await writeFile(join(folder, 'b'), 'de');
  const files = [join(folder, 'a'), join(folder, 'b')];
  // printf '3\nabc2\nde{"a":{"c":[2,1],"d":null},"b":1}' | sha256sum
  const expected = '500c18b11e0ed1a9af9b6efcbd044123cf559a037693ec23b0f9e5a2644403b1';
  assert.equal(await fingerprint({ files, settings: { b: 1, a: { d: null, c: [2, 1] } } }), expected);
});
