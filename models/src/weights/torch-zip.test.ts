import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ModelErrorCode } from '../errors.js';
import { fixture } from '../testing/fixtures.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { runPickle } from './pickle-machine.js';
import { torchGlobals, torchStorage } from './torch-globals.js';
import { WeightsFile } from './weights-file.js';

/** Files written by Python (models/fixtures/make_fixtures.py) and what must be said of them. */
const refused: [file: string, code: ModelErrorCode, says: string][] = [
  ['hostile_global.bin', 'HOSTILE_FILE', 'posix.system'],
  ['hostile_stack_global.bin', 'HOSTILE_FILE', 'posix.system'],
  ['hostile_inst.bin', 'HOSTILE_FILE', 'os.system'],
  ['hostile_eval.bin', 'HOSTILE_FILE', '__builtin__.eval'],
  ['hostile_newobj.bin', 'HOSTILE_FILE', '__main__.Plain'],
  ['hostile_storage_call.bin', 'HOSTILE_FILE', 'torch.FloatStorage'],
  ['compressed.bin', 'HOSTILE_FILE', 'archive/data.pkl is compressed'],
  ['transposed.bin', 'UNSUPPORTED', '.contiguous()'],
  ['double.bin', 'UNSUPPORTED', 'torch.DoubleStorage'],
  ['legacy.bin', 'BAD_FILE', 'torch before 1.6'],
  ['not_only_tensors.bin', 'BAD_FILE', '"epoch" is not a tensor'],
];

for (const [name, code, says] of refused) {
  test(`${name} is refused: ${says}`, async () => {
    await rejectsWith(WeightsFile.open(fixture(name)), code, fixture(name), says);
  });
}

test('a torch file that was cut off anywhere is refused', async (context) => {
  const path = join(await temporaryFolder(context), 'pytorch_model.bin');
  const whole = await readFile(fixture('numbers.bin'));
  for (let size = whole.length - 1; size > 0; size = Math.floor(size * 0.8)) {
    await writeFile(path, whole.subarray(0, size));
    await rejectsWith(WeightsFile.open(path), 'BAD_FILE', path);
  }
});

const rights = { global: torchGlobals('x.bin'), persistent: (id: unknown) => torchStorage('x.bin', id) };
const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
const storage = `(${text('storage')}ctorch\nFloatStorage\n${text('0')}${text('cpu')}K\x04tQ`;

/** Pickles by hand: https://github.com/python/cpython/blob/3.12/Lib/pickletools.py */
const pickles: [what: string, pickle: string, code: ModelErrorCode, says: string][] = [
  ['a class instance by OBJ', '(ccollections\nOrderedDict\no.', 'HOSTILE_FILE', '0x6f'],
  ['a class instance by NEWOBJ', 'ccollections\nOrderedDict\n)\x81.', 'HOSTILE_FILE', '0x81'],
  ['a registered extension', '\x82\x01.', 'HOSTILE_FILE', 'extension'],
  [
    'a dotted way out of an allowed module',
    'ccollections\nOrderedDict.__init__\n.',
    'HOSTILE_FILE',
    '__init__',
  ],
  [
    'state set on a tensor',
    `${tensor('K\x00', 'K\x04\x85', 'K\x01\x85').slice(0, -1)}}b.`,
    'HOSTILE_FILE',
    'state',
  ],
  ['a call of a string', `${text('os')})R.`, 'BAD_FILE', 'no function'],
  ['state set on a list', ']}b.', 'HOSTILE_FILE', 'state'],
  ['an empty stack', '.', 'BAD_FILE', 'empty stack'],
  ['a mark that was never opened', 't.', 'BAD_FILE', 'mark'],
  ['a value that was never remembered', 'h\x05.', 'BAD_FILE', 'value 5'],
  ['a string that is longer than the file', 'X\xff\xff\xff\x7fabc', 'BAD_FILE', 'too early'],
  ['no end', '}', 'BAD_FILE', 'too early'],
  ['endless work', 'N'.repeat(4_000_001), 'HOSTILE_FILE', '4000000 operations'],
  ['a negative stride', tensor('K\x00', 'K\x04\x85', 'J\xff\xff\xff\xff\x85'), 'BAD_FILE', 'wrong arguments'],
  ['a foreign persistent id', `${text('a module')}Q.`, 'BAD_FILE', 'persistent id'],
];

/** `_rebuild_tensor_v2(storage, offset, shape, strides)` */
function tensor(offset: string, shape: string, strides: string): string {
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}${offset}${shape}${strides}tR.`;
}

for (const [what, pickle, code, says] of pickles) {
  test(`a pickle with ${what} is refused`, async () => {
    const run = async () => Promise.resolve(runPickle('x.bin', Buffer.from(pickle, 'latin1'), rights));
    await rejectsWith(run(), code, 'x.bin', says);
  });
}
