import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { valuesIn } from './stored-tensor.js';

/** Each tensor's bytes begin at a multiple of this, for memory-mapped reading. */
const alignment = 64;

/** Formats that are written, with the bytes of a value. */
const bytesPerValue = { F32: 4, U8: 1 } as const;

/** A tensor to be written, its values handed over piece by piece, row-major. */
export interface TensorToWrite {
  name: string;
  /** Bytes (U8) are only aligned if their number is a multiple of 4. */
  dtype: keyof typeof bytesPerValue;
  shape: readonly number[];
  values: () => AsyncIterable<Float32Array | Uint8Array>;
}

/**
 * Writes a safetensors file, holding one piece of one tensor in memory at a time.
 * @param metadata strings for the header's `__metadata__`
 * @param options.aligned whether each tensor begins at an aligned byte. The format allows no holes, so the space
 * before such a tensor is a tensor too, named `padding.<number>`.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
  { aligned, signal }: { aligned: boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  await pipeline(
    fileBytes(aligned ? withPadding(tensors) : tensors, metadata),
    createWriteStream(path, { flags: 'wx', flush: true }),
    {
      ...(signal && { signal }),
    },
  );
}

async function* fileBytes(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): AsyncGenerator<Buffer> {
  yield header(tensors, metadata);
  for (const { values } of tensors) {
    for await (const piece of values()) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
  }
}

function withPadding(tensors: readonly TensorToWrite[]): TensorToWrite[] {
  let end = 0;
  return tensors.flatMap((tensor, index) => {
    const missing = (alignment - (end % alignment)) % alignment;
    end += missing + bytesOf(tensor);
    return missing === 0 ? [tensor] : [padding(`padding.${index}`, missing / 4), tensor];
  });
}

function bytesOf({ dtype, shape }: TensorToWrite): number {
  return bytesPerValue[dtype] * valuesIn(shape);
}

function padding(name: string, length: number): TensorToWrite {
  return {
    name,
    dtype: 'F32',
    shape: [length],
    values: async function* () {
      yield await Promise.resolve(new Float32Array(length));
    },
  };
}

/** Length and JSON, filled up with spaces so that the data begin at an aligned byte. */
function header(tensors: readonly TensorToWrite[], metadata: Readonly<Record<string, string>>): Buffer {
  let end = 0;
  const entries = tensors.map((tensor) => {
    const { name, dtype, shape } = tensor;
    const begin = end;
    end += bytesOf(tensor);
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }));
  const length = Math.ceil((8 + json.length) / alignment) * alignment - 8;
  const bytes = Buffer.alloc(8 + length, ' ');
  bytes.writeBigUInt64LE(BigInt(length));
  json.copy(bytes, 8);
  return bytes;
}
