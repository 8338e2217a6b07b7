import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ModelErrorCode } from '../errors.js';
import { fixture } from '../testing/fixtures.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
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
