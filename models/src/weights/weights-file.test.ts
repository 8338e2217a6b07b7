import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fixture, fixtureJson } from '../testing/fixtures.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { safetensorsBytes } from '../testing/safetensors-bytes.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { toFloat32 } from './float-conversion.js';
import { WeightsFile } from './weights-file.js';

/** Written by torch: name -> shape and values. */
const numbers = fixtureJson(fixture('numbers.json')) as Record<string, { shape: number[]; values: number[] }>;

for (const name of ['numbers.safetensors', 'numbers.bin']) {
  test(`${name} gives torch's shapes and values for every dtype`, async () => {
    const file = await WeightsFile.open(fixture(name));
    assert.deepEqual([...file.tensors.keys()].sort(), Object.keys(numbers).sort());
    for (const [tensor, { shape, values }] of Object.entries(numbers)) {
      assert.deepEqual(file.tensors.get(tensor)?.shape, shape, tensor);
      assert.deepEqual([...(await file.read(tensor))], values, tensor);
    }
    await file.close();
  });
}

test('tensors that share a storage stand at their places in the same bytes', async () => {
  const file = await WeightsFile.open(fixture('numbers.bin'));
  const whole = file.tensor('whole');
  const lower = file.tensor('lower');
  assert.equal(lower.offset, whole.offset + 2 * 4 * 4);
  await file.close();
});

test('every finite float16 becomes the float32 that numpy gives', () => {
  const patterns = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half).filter(
    (half) => (half & 0x7c00) !== 0x7c00,
  );
  const values = toFloat32(new Uint8Array(patterns.buffer), 'F16');
  const hash = createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex');
  const { finite_patterns_as_float32_sha256: expected } = fixtureJson(fixture('float16.json')) as Record<
    string,
    string
  >;
  assert.equal(hash, expected);
});

// The bit patterns of NaN and of both infinities, little-endian.
const unsound = [
  { dtype: 'F32', bytes: [0, 0, 0xc0, 0x7f], value: 'NaN' },
  { dtype: 'F32', bytes: [0, 0, 0x80, 0xff], value: '-Infinity' },
  { dtype: 'F16', bytes: [0, 0x7c], value: 'Infinity' },
  { dtype: 'BF16', bytes: [0xc0, 0x7f], value: 'NaN' },
];

for (const { dtype, bytes, value } of unsound) {
  test(`a ${dtype} tensor that holds ${value} is refused by its name`, async (context) => {
    const path = join(await temporaryFolder(context), 'model.safetensors');
    const zeros = Array<number>(bytes.length).fill(0);
    const header = { 'layer.weight': { dtype, shape: [3], data_offsets: [0, 3 * bytes.length] } };
    await writeFile(path, safetensorsBytes(header, Buffer.from([...zeros, ...bytes, ...zeros])));
    const file = await WeightsFile.open(path);
    await rejectsWith(file.read('layer.weight'), 'BAD_VALUES', path, 'layer.weight', value);
    await rejectsWith(file.check('layer.weight'), 'BAD_VALUES', path, 'layer.weight', value);
    await file.close();
  });
}

test('asking for a tensor or file that is not there says so', async () => {
  const file = await WeightsFile.open(fixture('numbers.safetensors'));
  await rejectsWith(file.read('nothing'), 'MISSING_TENSOR', 'numbers.safetensors', 'nothing');
  await file.close();
  await rejectsWith(WeightsFile.open(fixture('nowhere.bin')), 'MISSING_FILE', 'nowhere.bin');
});

test('reading stops when it is aborted', async () => {
  const file = await WeightsFile.open(fixture('numbers.safetensors'));
  await assert.rejects(file.read('single', AbortSignal.abort(new Error('enough'))), /enough/);
  await file.close();
});
