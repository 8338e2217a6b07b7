import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { codiHost } from '../harness/codi-host.js';
import { temporaryFolder, type Told } from '../harness/codi.js';
import { fixture } from '../harness/problems.js';

const folder = temporaryFolder({ after });
const env = { CODISCOPE_CACHE: join(folder, 'cache') };
const { codiJson } = await codiHost({ after }, { cwd: folder, env });

interface Comparison {
  readonly quantity: string;
  readonly compared: number;
  readonly largestRelativeError: number | null;
  readonly mismatches: number;
}
interface Verified {
  readonly passed: boolean;
  readonly files: readonly {
    readonly weights: string;
    readonly largestRelativeError: number;
    readonly mismatches: number;
    readonly comparisons: readonly Comparison[];
  }[];
}

/** A checkpoint against the vectors of the official implementation; adapters are merged into a cache of our own. */
function verify(checkpoint: string, golden: string): Promise<{ code: number | null; value: Verified }> {
  const args = ['model', 'verify', checkpoint, '--golden', golden];
  return codiJson(args) as Promise<Told<Verified>>;
}

/** Both weight files of a family agree within 1e-4, and no token differs. */
async function agrees(family: 'llama' | 'gpt2'): Promise<void> {
  const golden = fixture(`golden/${family}`);
  const { code, value } = await verify(golden, golden);
  assert.equal(code, 0);
  assert.ok(value.passed);
  assert.deepEqual(
    value.files.map(({ weights }) => weights),
    ['model.safetensors', 'pytorch_model.bin'],
  );
  for (const { weights, largestRelativeError, mismatches, comparisons } of value.files) {
    assert.ok(
      largestRelativeError > 0 && largestRelativeError <= 1e-4,
      `${weights}: ${largestRelativeError}`,
    );
    assert.equal(mismatches, 0, weights);
    // 3 questions; 22 recomputed and 6 held ablations of each.
    const counts = Object.fromEntries(comparisons.map(({ quantity, compared }) => [quantity, compared]));
    assert.deepEqual(
      [
        counts['baseline tokens'],
        counts['baseline logits'],
        counts['recompute tokens'],
        counts['recompute logits'],
        counts['hold tokens'],
        counts['hold logits'],
      ],
      [3, 3, 66, 66, 18, 18],
    );
    for (const quantity of ['thoughts (x_k)', 'residuals at thoughts', 'attention rows']) {
      assert.ok((counts[quantity] ?? 0) > 0, `${quantity} were compared`);
    }
  }
}

test('LLaMA agrees with the official implementation', () => agrees('llama'));
test('GPT-2 agrees with the official implementation', () => agrees('gpt2'));

test('A checkpoint with one weight changed fails with 4', async () => {
  const golden = fixture('golden/llama');
  const changed = join(folder, 'changed');
  cpSync(golden, changed, { recursive: true, filter: (path) => !path.endsWith('.bin') });
  const path = join(changed, 'model.safetensors');
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, start).toString()) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  const name = Object.keys(header).find((key) => key.endsWith('layers.2.mlp.down_proj.base_layer.weight'));
  const offset = start + (header[name ?? '']?.data_offsets[0] ?? Number.NaN);
  bytes.writeFloatLE(bytes.readFloatLE(offset) + 1, offset);
  writeFileSync(path, bytes);

  const { code, value } = await verify(changed, golden);
  assert.equal(code, 4);
  assert.ok(!value.passed);
  assert.deepEqual(
    value.files.map(({ weights }) => weights),
    ['model.safetensors'],
  );
  assert.ok((value.files[0]?.largestRelativeError ?? 0) > 1e-4);
});
