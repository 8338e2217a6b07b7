import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { changeJson, changeTensors, goldenCopy } from '../harness/checkpoint-copy.js';
import { codiHost } from '../harness/codi-host.js';
import { temporaryFolder } from '../harness/codi.js';

const host = await codiHost({ after });
const hostilePickle = fileURLToPath(new URL('../../../models/fixtures/hostile_global.bin', import.meta.url));

/** What is done to a checkpoint, and what people are told. */
const attacks: readonly (readonly [what: string, spoil: (checkpoint: string) => void, says: RegExp])[] = [
  [
    'a pickle with a call',
    (checkpoint) => {
      rmSync(join(checkpoint, 'model.safetensors'));
      copyFileSync(hostilePickle, join(checkpoint, 'pytorch_model.bin'));
    },
    /pytorch_model\.bin: the pickle asks for posix\.system, .*nothing was executed/,
  ],
  [
    'a header of 2 GiB',
    (checkpoint) => {
      writeFileSync(join(checkpoint, 'model.safetensors'), Buffer.from([0, 0, 0, 0x80, 0, 0, 0, 0]));
      truncateSync(join(checkpoint, 'model.safetensors'), 2 ** 32);
    },
    /model\.safetensors: the header is said to have 2147483648 bytes/,
  ],
  [
    'NaN',
    (checkpoint) => {
      changeTensors(checkpoint, (tensor) => {
        if (tensor.name === 'prj.1.bias') tensor.bytes.writeFloatLE(NaN);
        return tensor;
      });
    },
    /model\.safetensors: tensor prj\.1\.bias holds NaN/,
  ],
  [
    'no base weights',
    (checkpoint) => {
      changeTensors(checkpoint, (tensor) => (tensor.name.includes('.base_layer.') ? null : tensor));
    },
    /holds no tensor codi\.\S+q_proj\S+ \[128, 64\], .* and \d+ more; .*base model's model\.safetensors/,
  ],
  [
    'a tokenizer.json of 2 GiB',
    (checkpoint) => {
      truncateSync(join(checkpoint, 'base', 'tokenizer.json'), 2 ** 31);
    },
    /tokenizer\.json has 2147483648 bytes/,
  ],
  [
    'a FIFO',
    (checkpoint) => {
      rmSync(join(checkpoint, 'codi_args.json'));
      execFileSync('mkfifo', [join(checkpoint, 'codi_args.json')]);
    },
    /codi_args\.json is not a regular file/,
  ],
  [
    'a thousand million layers',
    (checkpoint) => {
      changeJson(join(checkpoint, 'base', 'config.json'), { num_hidden_layers: 1e9 });
    },
    /config\.json: num_hidden_layers is 1000000000; it must be/,
  ],
  [
    'a name that clears the screen',
    (checkpoint) => {
      changeTensors(checkpoint, (tensor) =>
        tensor.name === 'prj.1.bias' ? { ...tensor, name: '\u001b[2J', shape: [1] } : tensor,
      );
    },
    /model\.safetensors: tensor \\u001b\[2J: F32 \[1\] needs 4 bytes/,
  ],
];

const posix = { skip: process.platform === 'win32' && 'Windows has no FIFOs in folders' };

for (const [what, spoil, says] of attacks) {
  test(`codi model import and check refuse ${what} in one line and leave nothing`, posix, async (context) => {
    const home = temporaryFolder(context);
    const checkpoint = goldenCopy('llama', join(home, 'checkpoint'));
    spoil(checkpoint);
    const env = { CODISCOPE_DATA: join(home, 'data'), CODISCOPE_CACHE: join(home, 'cache') };
    for (const command of ['import', 'check']) {
      const { code, stdout, stderr } = await host.codi(['model', command, checkpoint], { env });
      assert.equal(code, 1, stderr);
      assert.equal(stdout, '');
      const lines = stderr.trimEnd().split('\n');
      const told = lines.filter((line) => line.startsWith('codi: '));
      assert.equal(told.length, 1, stderr);
      assert.match(told[0] ?? '', says);
      assert.doesNotMatch(stderr, /^\s+at /m, 'no stack trace');
    }
    const listed = await host.codi(['model', 'list'], { env });
    assert.equal(listed.code, 0);
    for (const folder of ['data', 'cache']) assert.deepEqual(filesIn(join(home, folder)), []);
  });
}

/** All files and links in a folder and its folders. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
}
