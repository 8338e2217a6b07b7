import { test } from 'node:test';
import type { ModelErrorCode } from '../errors.js';
import { pickledStorage, pickledTensor, pickledText } from '../testing/pickle-text.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { runPickle } from './pickle-machine.js';
import { torchGlobals, torchStorage } from './torch-globals.js';

const rights = { global: torchGlobals('x.bin'), persistent: (id: unknown) => torchStorage('x.bin', id) };
const tensor = pickledTensor;
const [none, four, one] = ['K\x00', 'K\x04\x85', 'K\x01\x85'];
const memo = Array.from({ length: 200 }, (_, at) => String.fromCharCode(at));

/** Pickles by hand, and what must be said of them. */
const pickles: [what: string, pickle: string, code: ModelErrorCode, says: string][] = [
  // What could run code.
  ['a call of os.system by GLOBAL', 'cos\nsystem\n(U\x02lstR.', 'HOSTILE_FILE', 'os.system'],
  [
    'a call by STACK_GLOBAL',
    `${pickledText('builtins')}${pickledText('exec')}\x93.`,
    'HOSTILE_FILE',
    'builtins.exec',
  ],
  ['an instance by INST', '(ios\nsystem\n.', 'HOSTILE_FILE', 'os.system'],
  ['an instance by OBJ', '(ccollections\nOrderedDict\no.', 'HOSTILE_FILE', '0x6f'],
  ['an instance by NEWOBJ', 'ccollections\nOrderedDict\n)\x81.', 'HOSTILE_FILE', '0x81'],
  ['an instance by NEWOBJ_EX', 'ccollections\nOrderedDict\n)}\x92.', 'HOSTILE_FILE', '0x92'],
  ['extension 1', '\x82\x01.', 'HOSTILE_FILE', 'extension'],
  ['extension 2', '\x83\x01\x00.', 'HOSTILE_FILE', 'extension'],
  ['extension 4', '\x84\x01\x00\x00\x00.', 'HOSTILE_FILE', 'extension'],
  ['a way out of a module', 'ccollections\nOrderedDict.__init__\n.', 'HOSTILE_FILE', '__init__'],
  ['another function of torch', 'ctorch._utils\n_import_dotted_name\n.', 'HOSTILE_FILE', '_import_dotted'],
  ['state of a tensor', `${tensor(none, four, one)}}b.`, 'HOSTILE_FILE', 'state'],
  ['state of a list', ']}b.', 'HOSTILE_FILE', 'state'],
  ['a call of a string', `${pickledText('os')})R.`, 'BAD_FILE', 'no function'],
  ['a call of a storage type', 'ctorch\nFloatStorage\n)R.', 'HOSTILE_FILE', 'torch.FloatStorage'],
  ['a global named by a number', 'K\x01K\x02\x93.', 'BAD_FILE', 'non-string'],
  // What is damaged.
  ['an empty stack', '.', 'BAD_FILE', 'empty stack'],
  ['a mark that was never opened', 't.', 'BAD_FILE', 'mark'],
  ['a value that was never remembered', 'h\x05.', 'BAD_FILE', 'value 5'],
  ['a string of 2^31 bytes', 'X\xff\xff\xff\x7fabc', 'BAD_FILE', 'too early'],
  ['bytes of 2^62', '\x8e\0\0\0\0\0\0\0\x40.', 'BAD_FILE', '0x8e'],
  ['a whole number of 255 bytes', `\x8a\xff${'1'.repeat(255)}.`, 'BAD_FILE', 'too large'],
  ['a whole number of 2^31 bytes', '\x8b\xff\xff\xff\x7f.', 'BAD_FILE', '0x8b'],
  ['no end', '}', 'BAD_FILE', 'too early'],
  // Tensors that torch would not rebuild.
  ['a negative stride', tensor(none, four, 'J\xff\xff\xff\xff\x85'), 'BAD_FILE', 'wrong arguments'],
  ['a negative size', tensor(none, 'J\xff\xff\xff\xff\x85', one), 'BAD_FILE', 'wrong arguments'],
  ['a negative offset', tensor('J\xff\xff\xff\xff', four, one), 'BAD_FILE', 'wrong arguments'],
  ['a fractional size', tensor(none, 'G?\xf8\0\0\0\0\0\0\x85', one), 'BAD_FILE', 'wrong arguments'],
  ['more strides than axes', tensor(none, four, 'K\x01K\x01\x86'), 'BAD_FILE', 'strides'],
  ['nine axes', tensor(none, `(${'K\x01'.repeat(9)}t`, one), 'BAD_FILE', 'wrong arguments'],
  ['a tensor of no storage', 'ctorch._utils\n_rebuild_tensor_v2\n)R.', 'BAD_FILE', 'wrong arguments'],
  ['a foreign persistent id', `${pickledText('a module')}Q.`, 'BAD_FILE', 'persistent id'],
  // What would take all memory or time.
  ['endless work', 'N'.repeat(2_000_001), 'HOSTILE_FILE', '2000000 operations'],
  ['endless dicts', '}'.repeat(200_000), 'HOSTILE_FILE', '2000000 operations'],
  [
    'endless calls',
    `ccollections\nOrderedDict\nq\0${'h\0)R'.repeat(200_000)}`,
    'HOSTILE_FILE',
    '2000000 operations',
  ],
  ['endless marks', `${'('.repeat(1_999_000)}.`, 'BAD_FILE', 'empty stack'],
  [
    // Checking a million sizes for each of so many tensors would take minutes.
    'one long shape for many tensors',
    `](${'K\x01'.repeat(900_000)}eq\x01${pickledStorage()}q\x02ctorch._utils\n_rebuild_tensor_v2\nq\x03${'h\x03(h\x02K\x00h\x01h\x01tR'.repeat(90_000)}.`,
    'BAD_FILE',
    'wrong arguments',
  ],
  [
    // Each list holds the one before it twice: 2^199 values to whoever walks through them.
    'a persistent id of lists in lists',
    `]q\0${memo
      .slice(1)
      .map((slot, at) => `(h${memo[at] ?? ''}h${memo[at] ?? ''}tq${slot}`)
      .join('')}Q.`,
    'BAD_FILE',
    'persistent id',
  ],
];

for (const [what, pickle, code, says] of pickles) {
  test(`a pickle with ${what} is refused`, async () => {
    const run = async () => Promise.resolve(runPickle('x.bin', Buffer.from(pickle, 'latin1'), rights));
    await rejectsWith(run(), code, 'x.bin', says);
  });
}
