import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HeaderEntry } from './golden-copy.js';
import { safetensorsBytes } from './safetensors-bytes.js';

/** A tensor of a safetensors file. */
export interface RawTensor {
  name: string;
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

/** Writes a copy's model.safetensors anew, with other tensors. */
export async function rewriteTensors(
  checkpoint: string,
  change: (tensors: RawTensor[]) => readonly RawTensor[],
): Promise<void> {
  const path = join(checkpoint, 'model.safetensors');
  const file = await readFile(path);
  const data = 8 + Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString('utf8', 8, data)) as Record<string, HeaderEntry>;
  const tensors = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [begin, end],
        },
      ]) => ({
        name,
        dtype,
        shape,
        bytes: Uint8Array.from(file.subarray(data + begin, data + end)),
      }),
    );
  let end = 0;
  const changed = change(tensors);
  const entries = changed.map(({ name, dtype, shape, bytes }) => {
    const begin = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const bytes = Buffer.concat(changed.map((tensor) => tensor.bytes));
  await writeFile(path, safetensorsBytes(Object.fromEntries(entries), bytes));
}
