import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { changeJson, changeTensors, goldenCopy } from '../harness/checkpoint-copy.js';
import { codiHost } from '../harness/codi-host.js';
import { temporaryFolder } from '../harness/codi.js';

interface Checked {
  readonly text: string;
}

/** A checkpoint of another kind, and whether it answers as the golden one does. */
interface Variant {
  readonly what: string;
  readonly change: (checkpoint: string) => void;
  readonly sameAnswer: boolean;
}

const variants: readonly Variant[] = [
  {
    // The golden file holds a copy of the embedding as its head.
    what: 'an untied head that is the embedding',
    change: (checkpoint) => {
      changeJson(join(checkpoint, 'base', 'config.json'), { tie_word_embeddings: false });
    },
    sameAnswer: true,
  },
  {
    what: 'another head than the embedding',
    change: (checkpoint) => {
      changeJson(join(checkpoint, 'base', 'config.json'), { tie_word_embeddings: false });
      changeTensors(checkpoint, (tensor) => {
        if (!tensor.name.endsWith('lm_head.weight')) return tensor;
        // The sign bit of every value: what was the likeliest token is the unlikeliest.
        const bytes = tensor.bytes.map((byte, at) => (at % 4 === 3 ? byte ^ 0x80 : byte));
        return { ...tensor, bytes: Buffer.from(bytes) };
      });
    },
    sameAnswer: false,
  },
  {
    what: 'a projection without a norm',
    change: (checkpoint) => {
      changeJson(join(checkpoint, 'codi_args.json'), { prj_no_ln: true }, 'official_args');
      changeTensors(checkpoint, (tensor) => (tensor.name.startsWith('prj.ln.') ? null : tensor));
    },
    sameAnswer: false,
  },
  ...[3, 8].map((thoughts) => ({
    what: `${thoughts} thoughts`,
    change: (checkpoint: string) => {
      changeJson(join(checkpoint, 'codi_args.json'), { num_latent: thoughts }, 'official_args');
    },
    sameAnswer: false,
  })),
];

for (const family of ['llama', 'gpt2'] as const) {
  test(`a ${family} checkpoint of any kind is imported and runs under its name`, async (context) => {
    const home = temporaryFolder(context);
    const env = { CODISCOPE_DATA: join(home, 'data'), CODISCOPE_CACHE: join(home, 'cache') };
    const { codiJson } = await codiHost(context, { env });
    const check = async (model: string): Promise<Checked> => {
      const { code, value, stderr } = await codiJson(['model', 'check', model]);
      assert.equal(code, 0, stderr);
      return value as Checked;
    };
    const golden = await check(goldenCopy(family, join(home, 'golden')));
    for (const { what, change, sameAnswer } of variants) {
      const name = what.replaceAll(' ', '-');
      const checkpoint = goldenCopy(family, join(home, name));
      change(checkpoint);
      const imported = await codiJson(['model', 'import', checkpoint]);
      assert.equal(imported.code, 0, `${what}: ${imported.stderr}`);
      const { text } = await check(name);
      assert.equal(text === golden.text, sameAnswer, `${what}: ${text}`);
    }
  });
}
