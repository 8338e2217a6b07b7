import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { ModelErrorCode } from '../errors.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { safetensorsBytes } from '../testing/safetensors-bytes.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { WeightsFile } from './weights-file.js';

const row = (begin: number, end: number, dtype = 'F32', shape = [(end - begin) / 4]) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

interface BadFile {
  what: string;
  bytes: Buffer;
  code: ModelErrorCode;
  says: string;
}

const huge = Buffer.alloc(64);
huge.writeBigUInt64LE(2n ** 60n);

const manyKeys = Array.from({ length: 500_001 }, (_, at) => `"${at}":0`).join();

const badFiles: BadFile[] = [
  {
    what: 'lists in lists without end',
    bytes: safetensorsBytes(`{"a":${'['.repeat(2 ** 20)}`, Buffer.alloc(0)),
    code: 'HOSTILE_FILE',
    says: 'nested more than 3 deep',
  },
  {
    what: 'more names than models have tensors',
    bytes: safetensorsBytes(`{${manyKeys}}`, Buffer.alloc(0)),
    code: 'HOSTILE_FILE',
    says: '1000000 values',
  },
  {
    what: 'a fractional offset',
    bytes: safetensorsBytes({ a: { ...row(0, 8), data_offsets: [0.5, 8.5] } }, Buffer.alloc(9)),
    code: 'BAD_FILE',
    says: 'entry for a',
  },
  {
    what: 'offsets that run backwards',
    bytes: safetensorsBytes({ a: { ...row(0, 8), data_offsets: [8, 0] } }, Buffer.alloc(8)),
    code: 'BAD_FILE',
    says: 'give -8',
  },
  {
    what: 'a negative offset',
    bytes: safetensorsBytes({ a: { ...row(0, 8), data_offsets: [-8, 0] } }, Buffer.alloc(8)),
    code: 'BAD_FILE',
    says: 'entry for a',
  },
  {
    what: 'no offsets',
    bytes: safetensorsBytes({ a: { dtype: 'F32', shape: [2] } }, Buffer.alloc(8)),
    code: 'BAD_FILE',
    says: 'entry for a',
  },
  { what: 'a header length of 2^60', bytes: huge, code: 'BAD_FILE', says: '1152921504606846976 bytes' },
  { what: 'no room for a header length', bytes: Buffer.from('abc'), code: 'BAD_FILE', says: 'of 3 bytes' },
  {
    what: 'a Git LFS pointer',
    bytes: Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n'),
    code: 'BAD_FILE',
    says: 'Git LFS pointer',
  },
  {
    what: 'a header that is no JSON',
    bytes: safetensorsBytes('{"a":', Buffer.alloc(0)),
    code: 'BAD_FILE',
    says: 'JSON',
  },
  {
    what: 'a header that is a list',
    bytes: safetensorsBytes('[]', Buffer.alloc(0)),
    code: 'BAD_FILE',
    says: 'object',
  },
  {
    what: 'overlapping tensors',
    bytes: safetensorsBytes({ a: row(0, 8), b: row(4, 12) }, Buffer.alloc(12)),
    code: 'HOSTILE_FILE',
    says: 'tensor b overlap',
  },
  {
    what: 'a hole between tensors',
    bytes: safetensorsBytes({ a: row(0, 8), b: row(12, 16) }, Buffer.alloc(16)),
    code: 'BAD_FILE',
    says: 'hole of 4 bytes before tensor b',
  },
  {
    what: 'a tensor beyond the end of the file',
    bytes: safetensorsBytes({ a: row(0, 8), b: row(8, 16) }, Buffer.alloc(12)),
    code: 'BAD_FILE',
    says: 'tensors end at byte',
  },
  {
    what: 'bytes that belong to no tensor',
    bytes: safetensorsBytes({ a: row(0, 8) }, Buffer.alloc(12)),
    code: 'BAD_FILE',
    says: 'tensors end at byte',
  },
  {
    what: 'a shape that does not fit its bytes',
    bytes: safetensorsBytes({ a: row(0, 8, 'F32', [3]) }, Buffer.alloc(8)),
    code: 'BAD_FILE',
    says: 'tensor a: F32 [3] needs 12 bytes',
  },
  {
    what: 'a negative size',
    bytes: safetensorsBytes({ a: row(0, 8, 'F32', [-1, -2]) }, Buffer.alloc(8)),
    code: 'BAD_FILE',
    says: 'entry for a',
  },
  {
    what: 'sizes whose product is beyond every number',
    bytes: safetensorsBytes({ a: row(0, 8, 'F32', Array<number>(40).fill(2 ** 52)) }, Buffer.alloc(8)),
    code: 'BAD_FILE',
    says: 'tensor a',
  },
  {
    what: 'whole numbers instead of weights',
    bytes: safetensorsBytes({ a: row(0, 8, 'I64', [1]) }, Buffer.alloc(8)),
    code: 'UNSUPPORTED',
    says: 'tensor a has dtype I64',
  },
  {
    what: 'a dtype that does not exist',
    bytes: safetensorsBytes({ a: row(0, 8, 'toString', [2]) }, Buffer.alloc(8)),
    code: 'BAD_FILE',
    says: 'unknown dtype toString',
  },
  {
    what: 'a tensor named twice',
    bytes: safetensorsBytes(
      `{"a":${JSON.stringify(row(0, 8))},"b":${JSON.stringify(row(8, 16))},"\\u0061":${JSON.stringify(row(8, 16))}}`,
      Buffer.alloc(16),
    ),
    code: 'HOSTILE_FILE',
    says: '"a" twice',
  },
  {
    what: 'a field named twice',
    bytes: safetensorsBytes(
      '{"a":{"dtype":"F32","shape":[9],"shape":[2],"data_offsets":[0,8]}}',
      Buffer.alloc(8),
    ),
    code: 'HOSTILE_FILE',
    says: '"shape" twice',
  },
];

for (const { what, bytes, code, says } of badFiles) {
  test(`a safetensors file with ${what} is refused`, async (context) => {
    const path = await write(context, bytes);
    await rejectsWith(WeightsFile.open(path), code, path, says);
  });
}

test('a safetensors file that was cut off anywhere is refused', async (context) => {
  const whole = safetensorsBytes({ a: row(0, 8), b: row(8, 16) }, Buffer.alloc(16));
  const path = await write(context, whole);
  for (let size = whole.length - 1; size >= 0; size -= 7) {
    await truncate(path, size);
    await rejectsWith(WeightsFile.open(path), 'BAD_FILE', path, 'fetch the file again');
  }
});

test('a header of 2 GiB is refused unread', async (context) => {
  const path = await write(context, Buffer.from([0, 0, 0, 0x80, 0, 0, 0, 0]));
  await truncate(path, 2 ** 31 + 8);
  await rejectsWith(WeightsFile.open(path), 'BAD_FILE', path, '2147483648 bytes', 'at most 16777216');
});

test('metadata of megabytes, all of them escapes, are passed over', async (context) => {
  const note = '\\n\\\\\\"'.repeat(2 ** 20);
  const path = await write(context, safetensorsBytes(`{"__metadata__":{"note":"${note}"}}`, Buffer.alloc(0)));
  const file = await WeightsFile.open(path);
  assert.equal(file.tensors.size, 0);
  await file.close();
});

test('the same names in different tensors, and braces in names, are no duplicates', async (context) => {
  const path = await write(context, safetensorsBytes({ 'a"}{': row(0, 8), b: row(8, 16) }, Buffer.alloc(16)));
  const file = await WeightsFile.open(path);
  await file.close();
});

async function write(context: TestContext, bytes: Buffer): Promise<string> {
  const path = join(await temporaryFolder(context), 'model.safetensors');
  await writeFile(path, bytes);
  return path;
}
