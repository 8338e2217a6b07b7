import type { FileHandle } from 'node:fs/promises';
import { ModelError } from '../errors.js';
import { openRegularFile } from '../regular-file.js';
import { findNotFinite } from './finite-values.js';
import { toFloat32 } from './float-conversion.js';
import { readSafetensorsHeader } from './safetensors-header.js';
import { bytesPerValue, valuesIn } from './stored-tensor.js';
import type { StoredTensor } from './stored-tensor.js';
import { readTorchZip } from './torch-zip.js';

/** Values read at a time: what a read holds in memory does not grow with the tensor. */
const valuesPerChunk = 4 * 2 ** 20;

/**
 * An open weights file. Only its table of tensors is in memory; values are read on demand, tensor by tensor.
 * Close it when done.
 */
export class WeightsFile {
  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    readonly tensors: ReadonlyMap<string, StoredTensor>,
  ) {}

  /**
   * Opens a `.safetensors` file or a torch zip (any other name) and checks its table.
   * @throws ModelError MISSING_FILE, BAD_FILE, HOSTILE_FILE, UNSUPPORTED
   */
  static async open(path: string): Promise<WeightsFile> {
    const handle = await openRegularFile(path);
    try {
      const tensors = path.endsWith('.safetensors')
        ? await readSafetensorsHeader(path, handle, bytesPerValue)
        : await readTorchZip(path, handle);
      return new WeightsFile(path, handle, new Map(tensors.map((tensor) => [tensor.name, tensor])));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /**
   * All values of a tensor as float32, row-major.
   * @throws ModelError MISSING_TENSOR, BAD_FILE, BAD_VALUES (NaN or infinity, with the tensor's name)
   */
  async read(name: string, signal?: AbortSignal): Promise<Float32Array> {
    const values = new Float32Array(valuesIn(this.tensor(name).shape));
    let filled = 0;
    for await (const chunk of this.chunks(name, signal)) {
      values.set(chunk, filled);
      filled += chunk.length;
    }
    return values;
  }

  /** The values of a tensor as float32, row-major, some megabytes at a time. Throws as `read` does. */
  async *chunks(name: string, signal?: AbortSignal): AsyncGenerator<Float32Array> {
    const { dtype, offset, byteLength } = this.tensor(name);
    const step = valuesPerChunk * bytesPerValue[dtype];
    for (let done = 0; done < byteLength; done += step) {
      signal?.throwIfAborted();
      const values = toFloat32(await this.bytes(offset + done, Math.min(step, byteLength - done)), dtype);
      this.checkFinite(name, values);
      yield values;
    }
  }

  /** Reads a tensor only to see that its values are numbers. Throws as `read` does. */
  async check(name: string, signal?: AbortSignal): Promise<void> {
    const chunks = this.chunks(name, signal);
    while (!(await chunks.next()).done);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** @throws ModelError MISSING_TENSOR */
  tensor(name: string): StoredTensor {
    const found = this.tensors.get(name);
    if (found) return found;
    throw new ModelError(
      'MISSING_TENSOR',
      `${this.path} holds no tensor ${name}; check that it is a CODI checkpoint`,
    );
  }

  /** A fresh buffer, so that typed arrays may lie over it. */
  private async bytes(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    for (let filled = 0; filled < length;) {
      const { bytesRead } = await this.handle.read(bytes, filled, length - filled, position + filled);
      if (bytesRead === 0)
        throw new ModelError('BAD_FILE', `${this.path} became shorter while it was read; try again`);
      filled += bytesRead;
    }
    return bytes;
  }

  private checkFinite(name: string, values: Float32Array): void {
    const value = findNotFinite(values);
    if (value === undefined) return;
    const fact = `${this.path}: tensor ${name} holds ${value}`;
    throw new ModelError(
      'BAD_VALUES',
      `${fact}; fetch the file again or use a checkpoint that trained soundly`,
    );
  }
}
