import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { codiMini, goldenLlama } from '../testing/fixtures.js';
import { rejectsWith } from '../testing/rejects-with.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readCodiArguments } from './codi-arguments.js';

test('codi_args.json gives the official arguments', async () => {
  assert.deepEqual(await readCodiArguments(goldenLlama, {}, 88), {
    thoughts: 6,
    useProjection: true,
    projectionDim: 96,
    projectionLayerNorm: true,
    removeEos: true,
    useLora: true,
    loraRank: 8,
    loraAlpha: 16,
    padId: 88,
    botId: 89,
    eotId: 90,
    answerPrefix: 'The answer is:',
  });
});

test('codi_config.json does so without adapters, and what is given takes precedence', async () => {
  const codi = await readCodiArguments(codiMini, { thoughts: 3, answerPrefix: 'So:' }, 373);
  const { thoughts, useLora, loraRank, padId, answerPrefix } = codi;
  assert.deepEqual(
    { thoughts, useLora, loraRank, padId, answerPrefix },
    {
      thoughts: 3,
      useLora: false,
      loraRank: 0,
      padId: 370,
      answerPrefix: 'So:',
    },
  );
});

test('a folder without either file needs the arguments that have no default, by their official names', async (context) => {
  const folder = await temporaryFolder(context);
  const missing = readCodiArguments(folder, { thoughts: 6, useLora: true }, 100);
  await rejectsWith(
    missing,
    'MISSING_FILE',
    folder,
    'prj_dim, remove_eos, lora_r, lora_alpha missing',
    'codi_args.json',
  );
  const given = { thoughts: 6, useLora: false, projectionDim: 8, removeEos: true };
  const { padId, botId, eotId } = await readCodiArguments(folder, given, 100);
  assert.deepEqual([padId, botId, eotId], [100, 101, 102]);
});

test('a wrong value is named with its file and field', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'codi_args.json'), '{"official_args": {"num_latent": "six"}}');
  await rejectsWith(
    readCodiArguments(folder, {}, 100),
    'BAD_CONFIG',
    'codi_args.json',
    'num_latent is "six"',
  );
});
