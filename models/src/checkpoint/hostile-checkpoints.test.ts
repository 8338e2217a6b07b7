import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { open, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { changeTensors, goldenCopy } from '../testing/golden-copy.js';
import { pickledCommand, pickledDict, pickledTensor } from '../testing/pickle-text.js';
import { refusalOf } from '../testing/refusal.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { torchZipBytes, zipBytes } from '../testing/zip-bytes.js';
import { goldenLlama } from '../testing/fixtures.js';

interface Attack {
  what: string;
  /** @param mark a file that must not come to be */
  spoil: (checkpoint: string, mark: string) => Promise<void>;
  says: RegExp;
}

const query = 'codi.base_model.model.model.layers.2.self_attn.q_proj.lora_A.default.weight';
const tensor = pickledTensor('K\x00', 'K\x04\x85', 'K\x01\x85');

async function torchFile(checkpoint: string, bytes: Uint8Array): Promise<void> {
  await rm(join(checkpoint, 'model.safetensors'));
  await writeFile(join(checkpoint, 'pytorch_model.bin'), bytes);
}

const attacks: Attack[] = [
  {
    what: 'a pickle with a call',
    spoil: (checkpoint, mark) => torchFile(checkpoint, torchZipBytes(pickledCommand(`touch ${mark}`))),
    says: /pytorch_model\.bin: the pickle asks for posix\.system, which no weights need; nothing was executed/,
  },
  {
    what: 'a zip bomb',
    spoil: (checkpoint) =>
      torchFile(
        checkpoint,
        zipBytes([
          { name: 'archive/data.pkl', data: pickledDict('a', tensor) },
          // 4 GiB, it says, of what is 16 MiB of zeros.
          {
            name: 'archive/data/0',
            data: deflateRawSync(new Uint8Array(2 ** 24)),
            method: 8,
            size: 2 ** 32 - 2,
          },
        ]),
      ),
    says: /pytorch_model\.bin: entry archive\/data\/0 is compressed.*zip bomb/,
  },
  {
    what: 'a bomb of dicts in the pickle',
    spoil: (checkpoint) => torchFile(checkpoint, torchZipBytes(Buffer.alloc(2 ** 24, '}'))),
    says: /pytorch_model\.bin: the pickle needs more than 2000000 operations/,
  },
  {
    what: 'a truncated tensor',
    spoil: async (checkpoint) => {
      const path = join(checkpoint, 'model.safetensors');
      const handle = await open(path);
      const { size } = await handle.stat();
      await handle.close();
      await truncate(path, size - 100);
    },
    says: /model\.safetensors: the tensors end at byte \d+, the file at byte \d+; .*fetch the file again/,
  },
  {
    what: 'overlapping offsets',
    spoil: (checkpoint) =>
      changeTensors(checkpoint, (header) => {
        const entry = header['prj.1.bias'];
        if (entry) entry.data_offsets = [0, entry.data_offsets[1] - entry.data_offsets[0]];
      }),
    says: /model\.safetensors: the data of tensor \S+ overlap another tensor's/,
  },
  {
    what: 'NaN in an adapter',
    spoil: (checkpoint) =>
      changeTensors(checkpoint, (header, data) => {
        data.writeFloatLE(NaN, (header[query]?.data_offsets[0] ?? 0) + 40);
      }),
    says: /model\.safetensors: tensor \S+layers\.2\.self_attn\.q_proj\.lora_A\S+ holds NaN/,
  },
  {
    what: 'a wrong shape',
    spoil: (checkpoint) =>
      changeTensors(checkpoint, (header) => {
        header[query]?.shape.reverse();
      }),
    says: /model\.safetensors: tensor \S+lora_A\.default\.weight has shape \[64, 8\], expected \[8, 64\]/,
  },
  {
    what: 'a header of 2 GiB',
    spoil: async (checkpoint) => {
      const path = join(checkpoint, 'model.safetensors');
      await writeFile(path, Buffer.from([0, 0, 0, 0x80, 0, 0, 0, 0]));
      await truncate(path, 2 ** 32);
    },
    says: /model\.safetensors: the header is said to have 2147483648 bytes/,
  },
  {
    what: 'a header of lists in lists',
    spoil: (checkpoint) => {
      const header = Buffer.alloc(2 ** 24, '[');
      header.writeBigUInt64LE(BigInt(header.length - 8));
      return writeFile(join(checkpoint, 'model.safetensors'), header);
    },
    says: /model\.safetensors: its JSON is nested more than 3 deep/,
  },
  {
    what: 'a tokenizer.json of 2 GiB',
    spoil: (checkpoint) => truncate(join(checkpoint, 'base', 'tokenizer.json'), 2 ** 31),
    says: /tokenizer\.json has 2147483648 bytes/,
  },
  {
    what: 'a word whose id is 4 thousand million',
    spoil: async (checkpoint) => {
      const model = { type: 'BPE', vocab: { a: 4e9 }, merges: [] };
      await writeFile(join(checkpoint, 'base', 'tokenizer.json'), JSON.stringify({ model }));
    },
    says: /tokenizer\.json has 4000000001 words, the model's vocabulary 88/,
  },
];

/** Far below what any of these files asks for, far above what memory's own whims are. */
const allowanceMiB = 200;

/** The most memory that it takes to open and import the checkpoint that the others are spoilt copies of. */
let soundPeakMiB: number | undefined;

async function soundPeak(home: string): Promise<number> {
  const { said, peakMiB } = await refusalOf(goldenLlama, home);
  assert.deepEqual(said, ['accepted', 'accepted']);
  return peakMiB;
}

for (const { what, spoil, says } of attacks) {
  test(`${what} is refused, nothing is executed or left behind, memory stays small`, async (context) => {
    const home = await temporaryFolder(context);
    soundPeakMiB ??= await soundPeak(join(home, 'sound'));
    const checkpoint = await goldenCopy(join(home, 'checkpoint'));
    const mark = join(home, 'executed');
    await spoil(checkpoint, mark);
    const { said, peakMiB } = await refusalOf(checkpoint, home);
    for (const message of said) assert.match(message, says);
    assert.equal(existsSync(mark), false);
    assert.deepEqual(await filesIn(join(home, 'cache')), []);
    assert.deepEqual(await filesIn(join(home, 'data')), []);
    const bound = soundPeakMiB + allowanceMiB;
    assert.ok(peakMiB < bound, `${peakMiB} MiB at the peak, more than ${bound}`);
  });
}

/** All files and links in a folder and its folders. */
async function filesIn(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
}
