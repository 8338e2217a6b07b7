import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goldenLlama } from './fixtures.js';
import { safetensorsBytes } from './safetensors-bytes.js';

/** A header entry of a safetensors file. */
export interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** A copy of the golden checkpoint (with model.safetensors only) that a test may spoil. */
export async function goldenCopy(folder: string): Promise<string> {
  await cp(goldenLlama, folder, { recursive: true, filter: (path) => !path.endsWith('.bin') });
  return folder;
}

/** Changes fields of a JSON file; `undefined` removes one. */
export async function changeJson(path: string, change: Record<string, unknown>): Promise<void> {
  const content = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify({ ...content, ...change }));
}

/** Changes the header and data of the copy's model.safetensors. */
export async function changeTensors(
  checkpoint: string,
  change: (header: Record<string, HeaderEntry>, data: Buffer) => void,
): Promise<void> {
  const path = join(checkpoint, 'model.safetensors');
  const bytes = await readFile(path);
  const dataStart = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, dataStart).toString()) as Record<string, HeaderEntry>;
  const data = bytes.subarray(dataStart);
  change(header, data);
  await writeFile(path, safetensorsBytes(header, data));
}
