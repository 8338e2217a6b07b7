import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture } from './problems.js';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Rows and columns that a tensor of the golden LLaMA keeps when its MLP gets another width. */
function kept(name: string, [rows = 1, columns = 1]: readonly number[], width: number): [number, number] {
  if (/mlp\.(gate|up)_proj\.(base_layer|lora_B)/.test(name)) return [width, columns];
  if (/mlp\.down_proj\.(base_layer|lora_A)/.test(name)) return [rows, width];
  return [rows, columns];
}

/** A copy of the golden LLaMA whose MLP is cut down to `width` of its 160 inner neurons. */
export function narrowCheckpoint(folder: string, width: number): string {
  cpSync(fixture('golden/llama'), folder, { recursive: true, filter: (path) => !path.endsWith('.bin') });
  const config = join(folder, 'base', 'config.json');
  const settings = JSON.parse(readFileSync(config, 'utf8')) as Record<string, unknown>;
  writeFileSync(config, JSON.stringify({ ...settings, intermediate_size: width }));

  const path = join(folder, 'model.safetensors');
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, start).toString()) as Record<string, Entry>;
  const pieces: Buffer[] = [];
  let end = 0;
  const entries = Object.entries(header).flatMap(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin],
      },
    ]) => {
      if (name === '__metadata__') return [];
      const [rows, columns] = kept(name, shape, width);
      const stride = 4 * (shape[1] ?? 1);
      for (let row = 0; row < rows; row++) {
        const from = start + begin + row * stride;
        pieces.push(bytes.subarray(from, from + 4 * columns));
      }
      const size = 4 * rows * columns;
      end += size;
      const cut = shape.length === 1 ? [rows] : [rows, columns];
      return [[name, { dtype, shape: cut, data_offsets: [end - size, end] }] as const];
    },
  );
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, json, ...pieces]));
  return folder;
}
