import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { fixture } from './problems.js';

/** A tensor of a safetensors file. */
export interface RawTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Buffer;
}

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;

/** A copy of a golden checkpoint, with model.safetensors only, that a test may change. */
export function goldenCopy(family: 'llama' | 'gpt2', folder: string): string {
  cpSync(fixture(`golden/${family}`), folder, {
    recursive: true,
    filter: (path) => !/\.bin$|golden\.(json|safetensors)$/.test(path),
  });
  return folder;
}

/** Changes fields of a JSON file, or of an object in it. */
export function changeJson(path: string, change: Readonly<Record<string, unknown>>, within?: string): void {
  const content = JSON.parse(readFileSync(path, 'utf8')) as Record<string, object>;
  const changed = within === undefined ? change : { [within]: { ...content[within], ...change } };
  writeFileSync(path, JSON.stringify({ ...content, ...changed }));
}

/** Writes a checkpoint's model.safetensors anew; a tensor that becomes null is left out. */
export function changeTensors(checkpoint: string, change: (tensor: RawTensor) => RawTensor | null): void {
  const path = join(checkpoint, 'model.safetensors');
  const file = readFileSync(path);
  const start = 8 + Number(file.readBigUInt64LE());
  const header = JSON.parse(file.toString('utf8', 8, start)) as Header;
  const tensors = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .flatMap(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [begin, end],
        },
      ]) => {
        return change({ name, dtype, shape, bytes: file.subarray(start + begin, start + end) }) ?? [];
      },
    );
  let end = 0;
  const entries = tensors.map(({ name, dtype, shape, bytes }) => {
    const begin = end;
    end += bytes.length;
    return [name, { dtype, shape, data_offsets: [begin, end] }] as const;
  });
  const json = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([length, json, ...tensors.map(({ bytes }) => bytes)]));
}
