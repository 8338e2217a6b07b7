import { readFile } from 'node:fs/promises';
import { openCheckpoint } from '../checkpoint/checkpoint.js';

/** The merged weights of a checkpoint by name, each tensor's bytes in base64. */
export async function openedValues(directory: string, cacheDir: string): Promise<Map<string, string>> {
  const { weights } = await openCheckpoint(directory, { cacheDir });
  const files = new Map<string, Buffer>();
  const found = new Map<string, string>();
  for (const [name, { file, offset, byteLength }] of weights) {
    const bytes = files.get(file) ?? (await readFile(file));
    files.set(file, bytes);
    found.set(name, bytes.toString('base64', offset, offset + byteLength));
  }
  return found;
}
