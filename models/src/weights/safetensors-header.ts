import type { FileHandle } from 'node:fs/promises';
import { parseBoundedJson } from '../bounded-json.js';
import { ModelError } from '../errors.js';
import { findDuplicateKey } from './duplicate-key.js';
import { showShape, valuesIn } from './stored-tensor.js';
import type { Tensor } from './stored-tensor.js';

/** More is no header: a model of 1,000 layers with adapters needs about 4 MiB. */
const largestHeader = 16 * 2 ** 20;

/** A tensor has 12 marks and stands two levels below the top. */
const limits = { mostMarks: 1_000_000, deepest: 3 };

/** Formats of the specification that a checkpoint's weights are never in. */
const otherDtypes = new Set(
  'BOOL U8 I8 I16 U16 I32 U32 I64 U64 F64 C64 F4 F6_E2M3 F6_E3M2 F8_E5M2 F8_E4M3 F8_E8M0'.split(' '),
);

/**
 * Reads and checks the table of a safetensors file: 8 bytes of header length (little-endian), the header as
 * JSON, the tensors' bytes without holes or overlaps (https://github.com/huggingface/safetensors#format).
 * @param sizes the formats that are accepted, with the bytes of a value
 * @throws ModelError BAD_FILE, HOSTILE_FILE, UNSUPPORTED
 */
export async function readSafetensorsHeader<Dtype extends string>(
  path: string,
  handle: FileHandle,
  sizes: Readonly<Record<Dtype, number>>,
): Promise<Tensor<Dtype>[]> {
  const { size } = await handle.stat();
  const { header, dataStart } = await readHeader(path, handle, size);
  const tensors = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => readEntry(path, name, entry, dataStart, sizes));
  checkCover(path, tensors, dataStart, size);
  return tensors;
}

async function readHeader(path: string, handle: FileHandle, size: number) {
  const lengthBytes = Buffer.alloc(8);
  await handle.read(lengthBytes, 0, 8, 0);
  const length = lengthBytes.readBigUInt64LE();
  if (size < 8 || length > BigInt(Math.min(largestHeader, size - 8))) {
    const limit = `of ${size} bytes (at most ${largestHeader} are accepted)`;
    throw bad(path, `the header is said to have ${length} bytes in a file ${limit}`);
  }
  const bytes = Buffer.alloc(Number(length));
  await handle.read(bytes, 0, bytes.length, 8);
  const text = bytes.toString('utf8');
  const header = parseBoundedJson(path, text, limits);
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw bad(path, 'the header is not a JSON object');
  }
  const twice = findDuplicateKey(text);
  if (twice !== undefined) throw hostile(path, `the header names ${JSON.stringify(twice)} twice`);
  return { header, dataStart: 8 + bytes.length };
}

function readEntry<Dtype extends string>(
  path: string,
  name: string,
  entry: unknown,
  dataStart: number,
  sizes: Readonly<Record<Dtype, number>>,
): Tensor<Dtype> {
  const { dtype, shape, data_offsets: span } = (entry ?? {}) as Record<string, unknown>;
  if (!isSizes(shape) || !isSpan(span) || typeof dtype !== 'string') {
    throw bad(path, `the header's entry for ${name} lacks a proper dtype, shape or data_offsets`);
  }
  const isAccepted = (format: string): format is Dtype => Object.hasOwn(sizes, format);
  if (!isAccepted(dtype) && otherDtypes.has(dtype)) {
    const fact = `${path}: tensor ${name} has dtype ${dtype}`;
    throw new ModelError('UNSUPPORTED', `${fact}; convert the weights to F32, F16 or BF16`);
  }
  if (!isAccepted(dtype)) throw bad(path, `tensor ${name} has an unknown dtype ${dtype}`);
  const [begin, end] = span;
  const wanted = valuesIn(shape) * sizes[dtype];
  if (end - begin !== wanted) {
    const needs = `${dtype} ${showShape(shape)} needs ${wanted} bytes`;
    throw bad(path, `tensor ${name}: ${needs}, data_offsets [${begin}, ${end}] give ${end - begin}`);
  }
  return { name, dtype, shape, offset: dataStart + begin, byteLength: wanted };
}

/** The tensors must cover the rest of the file exactly, each byte once. */
function checkCover(path: string, tensors: readonly Tensor<string>[], dataStart: number, size: number): void {
  let end = dataStart;
  for (const { name, offset, byteLength } of tensors.toSorted(
    (a, b) => a.offset - b.offset || a.byteLength - b.byteLength,
  )) {
    if (offset < end) throw hostile(path, `the data of tensor ${name} overlap another tensor's`);
    if (offset > end) throw bad(path, `there is a hole of ${offset - end} bytes before tensor ${name}`);
    end = offset + byteLength;
  }
  if (end !== size) throw bad(path, `the tensors end at byte ${end}, the file at byte ${size}`);
}

/** Where values begin and end. */
function isSpan(value: unknown): value is [begin: number, end: number] {
  return isSizes(value) && value.length === 2;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function bad(path: string, fact: string): ModelError {
  const remedy = 'it may be an unfinished download or a Git LFS pointer: fetch the file again';
  return new ModelError('BAD_FILE', `${path}: ${fact}; ${remedy}`);
}

function hostile(path: string, fact: string): ModelError {
  return new ModelError(
    'HOSTILE_FILE',
    `${path}: ${fact}; do not use this file, get it from a source you trust`,
  );
}
