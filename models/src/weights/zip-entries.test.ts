import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import type { ModelErrorCode } from '../errors.js';
import { pickledDict, pickledTensor, pickledText } from '../testing/pickle-text.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { torchZipBytes, zipBytes } from '../testing/zip-bytes.js';
import type { ZipPart } from '../testing/zip-bytes.js';
import { WeightsFile } from './weights-file.js';

const whole = pickledDict('a', pickledTensor('K\x00', 'K\x04\x85', 'K\x01\x85'));
const pickle: ZipPart = { name: 'archive/data.pkl', data: whole };
const storage: ZipPart = { name: 'archive/data/0', data: new Uint8Array(16) };

test('the file that the others are spoilt copies of is sound', async (context) => {
  const file = await WeightsFile.open(await write(context, torchZipBytes(whole)));
  assert.deepEqual([...(await file.read('a'))], [0, 0, 0, 0]);
  await file.close();
});

const refused: [what: string, bytes: Buffer, code: ModelErrorCode, says: string][] = [
  [
    'an entry that inflates to 4 GiB',
    zipBytes([
      pickle,
      { ...storage, data: deflateRawSync(new Uint8Array(2 ** 20)), method: 8, size: 2 ** 32 - 2 },
    ]),
    'HOSTILE_FILE',
    'zip bomb',
  ],
  [
    'an entry that ends after the file',
    zipBytes([pickle, { ...storage, size: 2 ** 31 }]),
    'BAD_FILE',
    'file data overflows file bounds',
  ],
  [
    'an entry that begins after the file',
    zipBytes([pickle, { ...storage, offset: 2 ** 31 }]),
    'BAD_FILE',
    'not a sound zip',
  ],
  [
    'entries that share bytes',
    zipBytes([pickle, storage, { ...storage, name: 'archive/data/1', offset: 30 + 16 + whole.length }]),
    'HOSTILE_FILE',
    'archive/data/1 overlap',
  ],
  ['an entry that is there twice', zipBytes([pickle, storage, storage]), 'HOSTILE_FILE', 'twice'],
  [
    'a name that leads out of the folder',
    zipBytes([pickle, { ...storage, name: '../../etc/passwd' }]),
    'BAD_FILE',
    'not a sound zip',
  ],
  [
    'an absolute name',
    zipBytes([pickle, { ...storage, name: '/etc/passwd' }]),
    'BAD_FILE',
    'not a sound zip',
  ],
  ['more entries than it has', zipBytes([pickle, storage], 3), 'BAD_FILE', 'not a sound zip'],
  ['60,000 entries', zipBytes([pickle, storage], 60_000), 'HOSTILE_FILE', '60000 entries'],
  ['no entries', zipBytes([]), 'BAD_FILE', 'exactly one data.pkl'],
  [
    'two pickles',
    zipBytes([pickle, { ...pickle, name: 'other/data.pkl' }]),
    'BAD_FILE',
    'exactly one data.pkl',
  ],
  ['no storage', zipBytes([pickle]), 'BAD_FILE', 'data/0 is missing'],
  [
    'a storage of another size than the pickle says',
    zipBytes([pickle, { ...storage, data: new Uint8Array(12) }]),
    'BAD_FILE',
    'does not have 16 bytes',
  ],
  [
    'big-endian values',
    zipBytes([pickle, storage, { name: 'archive/byteorder', data: Buffer.from('big') }]),
    'UNSUPPORTED',
    'byte order big',
  ],
];

const bad: [what: string, value: string, code: ModelErrorCode, says: string][] = [
  ['a tensor beyond its storage', pickledTensor('K\x01', 'K\x04\x85', 'K\x01\x85'), 'BAD_FILE', 'beyond its'],
  [
    'a tensor of 2^40 values in 16 bytes',
    pickledTensor('K\x00', '\x8a\x06\0\0\0\0\0\x01\x85', 'K\x01\x85'),
    'BAD_FILE',
    'beyond its',
  ],
  [
    'a stride that repeats one value',
    pickledTensor('K\x00', 'J\0\0\0\x40\x85', 'K\x00\x85'),
    'UNSUPPORTED',
    'strides',
  ],
  ['a number in place of a tensor', 'K\x01', 'BAD_FILE', 'value "a" is not a tensor'],
];

for (const [what, value, code, says] of bad)
  refused.push([what, torchZipBytes(pickledDict('a', value)), code, says]);
refused.push([
  // A list that holds itself has no text.
  'a name that is an endless list',
  torchZipBytes(Buffer.from('\x80\x02}]q\0h\0aNs.', 'latin1')),
  'BAD_FILE',
  'a key that is no name',
]);

test("a tensor's shape does not change with the list that it was made of", async (context) => {
  const tensor = pickledTensor('K\x00', ']q\x07K\x04a', 'K\x01\x85');
  const changed = `\x80\x02}q\x08${pickledText('a')}${tensor}sh\x07K\x08ah\x08.`;
  const file = await WeightsFile.open(await write(context, torchZipBytes(Buffer.from(changed, 'latin1'))));
  assert.deepEqual(file.tensor('a').shape, [4]);
  await file.close();
});

for (const [what, bytes, code, says] of refused) {
  test(`a torch file with ${what} is refused`, async (context) => {
    const path = await write(context, bytes);
    await rejectsWith(WeightsFile.open(path), code, path, says);
  });
}

async function write(context: TestContext, bytes: Buffer): Promise<string> {
  const path = join(await temporaryFolder(context), 'pytorch_model.bin');
  await writeFile(path, bytes);
  return path;
}
