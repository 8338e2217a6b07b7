import { execFile } from 'node:child_process';
import { mkdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { goldenCopy } from '../testing/golden-copy.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import type { ModelErrorCode } from '../errors.js';
import { WeightsFile } from '../weights/weights-file.js';
import { openCheckpoint } from './checkpoint.js';

/** Puts something else in a file's place. */
const substitutes: [
  what: string,
  put: (path: string) => Promise<unknown>,
  code: ModelErrorCode,
  says: string,
][] = [
  ['a folder', (path) => mkdir(path), 'BAD_FILE', 'not a regular file'],
  [
    'a FIFO that nobody writes to',
    (path) => promisify(execFile)('mkfifo', [path]),
    'BAD_FILE',
    'not a regular file',
  ],
  [
    'a link to a device without an end',
    (path) => symlink('/dev/zero', path),
    'BAD_FILE',
    'not a regular file',
  ],
  ['2 GiB of nothing', hole, 'BAD_FILE', '2147483648 bytes'],
  ['nothing', (path) => writeFile(path, ''), 'BAD_FILE', 'not valid'],
  ['a number', (path) => writeFile(path, '7'), 'BAD_FILE', 'no JSON object'],
  [
    'objects in objects without end',
    (path) => writeFile(path, '{"a":'.repeat(2 ** 20)),
    'HOSTILE_FILE',
    'nested more than 32 deep',
  ],
];

/** Files that may be absent, and so are opened without having been looked at. */
const optional = ['codi_args.json', join('base', 'generation_config.json')];
const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'].map((name) => join('base', name));
const onlyPosix = { skip: process.platform === 'win32' && 'Windows has no FIFOs or devices in folders' };

for (const [what, put, code, says] of substitutes) {
  test(`${what} in place of any JSON file is refused`, onlyPosix, async (context) => {
    const folder = await temporaryFolder(context);
    for (const [at, name] of [...optional, ...needed].entries()) {
      const copy = await goldenCopy(join(folder, String(at)));
      await rm(join(copy, name));
      await put(join(copy, name));
      // A needed file that is no file counts as missing.
      const isMissing = needed.includes(name) && says === 'not a regular file';
      const opened = openCheckpoint(copy, { cacheDir: folder });
      if (isMissing) await rejectsWith(opened, 'MISSING_FILE', copy, name.slice('base/'.length));
      else await rejectsWith(opened, code, join(copy, name), says);
    }
  });
}

test('a folder, a FIFO or a device is no weights file', onlyPosix, async (context) => {
  const folder = await temporaryFolder(context);
  for (const [at, [, put, code, says]] of substitutes.slice(0, 3).entries()) {
    const path = join(folder, `${at}.safetensors`);
    await put(path);
    await rejectsWith(WeightsFile.open(path), code, path, says);
  }
});

/** A file that has its size and takes no space. */
async function hole(path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, 2 ** 31);
}
