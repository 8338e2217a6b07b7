import type { FileHandle } from 'node:fs/promises';
import { ModelError } from '../errors.js';
import { entryAt } from '../required.js';
import { runPickle } from './pickle-machine.js';
import { bytesPerValue, showShape, valuesIn } from './stored-tensor.js';
import type { StoredTensor } from './stored-tensor.js';
import { TorchTensor, torchGlobals, torchStorage } from './torch-globals.js';
import { readZipEntries } from './zip-entries.js';
import type { ZipSpan } from './zip-entries.js';

/** The pickle holds names and shapes only: about 400 bytes per tensor, 10 MiB for 1,000 layers with adapters. */
const largestPickle = 16 * 2 ** 20;

/**
 * Reads and checks the table of a file written by `torch.save(state_dict)` (torch 1.6 or newer): a zip with
 * `<name>/data.pkl`, which describes the tensors, and `<name>/data/<key>`, their bytes.
 * @throws ModelError BAD_FILE, HOSTILE_FILE, UNSUPPORTED
 */
export async function readTorchZip(path: string, handle: FileHandle): Promise<StoredTensor[]> {
  const entries = await readZipEntries(path, handle);
  const root = findRoot(path, entries);
  await checkByteOrder(path, handle, entries.get(`${root}byteorder`));
  const pickle = await readSpan(path, handle, `${root}data.pkl`, entries.get(`${root}data.pkl`));
  const state = runPickle(path, pickle, {
    global: torchGlobals(path),
    persistent: (id) => torchStorage(path, id),
  });
  if (!(state instanceof Map)) throw bad(path, 'the pickle is no state dict');
  return [...state].map(([name, value]) => {
    if (typeof name !== 'string') throw bad(path, 'the state dict has a key that is no name');
    if (!(value instanceof TorchTensor)) throw bad(path, `the state dict's value "${name}" is not a tensor`);
    return locate(path, name, value, entries.get(`${root}data/${value.storage.key}`));
  });
}

/** The folder inside the zip, with its slash. */
function findRoot(path: string, entries: ReadonlyMap<string, ZipSpan>): string {
  const [pickle, another] = [...entries.keys()].filter((name) => /^([^/]*\/)?data\.pkl$/.test(name));
  if (pickle === undefined || another !== undefined)
    throw bad(path, 'the zip does not hold exactly one data.pkl');
  return pickle.slice(0, -'data.pkl'.length);
}

async function checkByteOrder(path: string, handle: FileHandle, span: ZipSpan | undefined): Promise<void> {
  if (!span) return;
  const order = (await readSpan(path, handle, 'byteorder', span)).toString('ascii').trim();
  if (order === 'little') return;
  throw new ModelError(
    'UNSUPPORTED',
    `${path} has byte order ${order}; save it again on a little-endian machine`,
  );
}

async function readSpan(
  path: string,
  handle: FileHandle,
  name: string,
  span: ZipSpan | undefined,
): Promise<Buffer> {
  if (!span || span.byteLength > largestPickle) throw bad(path, `entry ${name} is missing or too large`);
  const bytes = Buffer.alloc(span.byteLength);
  await handle.read(bytes, 0, bytes.length, span.offset);
  return bytes;
}

function locate(path: string, name: string, tensor: TorchTensor, entry: ZipSpan | undefined): StoredTensor {
  const { storage, offset, shape } = tensor;
  const size = bytesPerValue[storage.dtype];
  if (!entry || entry.byteLength !== storage.length * size) {
    throw bad(
      path,
      `tensor ${name}: entry data/${storage.key} is missing or does not have ${storage.length * size} bytes`,
    );
  }
  if (!isContiguous(tensor)) {
    const fact = `${path}: tensor ${name} has strides ${showShape(tensor.strides)} for shape ${showShape(shape)}`;
    throw new ModelError('UNSUPPORTED', `${fact}; save it with .contiguous()`);
  }
  const values = valuesIn(shape);
  if (offset + values > storage.length) throw bad(path, `tensor ${name} reaches beyond its storage`);
  return {
    name,
    dtype: storage.dtype,
    shape,
    offset: entry.offset + offset * size,
    byteLength: values * size,
  };
}

/** Whether the values follow each other row by row. The stride of an axis of size 1 means nothing. */
function isContiguous({ shape, strides }: TorchTensor): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = entryAt(shape, axis, 'the extent of a tensor');
    if (size !== 1 && strides[axis] !== expected) return valuesIn(shape) === 0;
    expected *= size;
  }
  return true;
}

function bad(path: string, fact: string): ModelError {
  return new ModelError('BAD_FILE', `${path}: ${fact}; fetch the file again`);
}
