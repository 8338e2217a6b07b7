import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { codiHost } from '../harness/codi-host.js';
import { temporaryFolder, type Told } from '../harness/codi.js';

const cwd = temporaryFolder({ after });
const { codi, codiJson } = await codiHost({ after }, { serving: 'codi-mini', cwd });

test('A self-patch that is not its baseline exits with 4, from the ablation and from every analysis of it', async () => {
  const run = ['--run', 'forged'];
  const parts = ['run', '--test-mode', '--only', 'ablate,attend,analyze', '--resamples', '100'];
  assert.equal((await codi([...parts, ...run])).code, 0);
  // The model gives no way to see a failed control, so one number of one self-patch is changed in the journal.
  const path = join(cwd, 'forged/results/rollouts.jsonl');
  const journal = readFileSync(path, 'utf8');
  const line = /^\{"key":"(ablate\/[^"]*\/self-patch)","checksum":"\w+","payload":(.*)\}$/m.exec(journal);
  const [whole = '', key = '', payload = ''] = line ?? [];
  const changed = payload.replace(/"margin":-?/, '"margin":1');
  assert.notEqual(changed, payload);
  const checksum = createHash('sha256').update(`${key}\n${changed}`).digest('hex').slice(0, 16);
  writeFileSync(
    path,
    journal.replace(whole, `{"key":"${key}","checksum":"${checksum}","payload":${changed}}`),
  );

  const says = /The self-patch changed 1 of 10 problems \(.*\), .*; do not use these results/;
  const ablated = await codi(['ablate', '--resume', ...run]);
  assert.equal(ablated.code, 4, ablated.stderr);
  assert.match(ablated.stderr, says);
  assert.match(ablated.stdout, /thoughts {2}flips/);
  const analysed = (await codiJson(['analyze', '--resamples', '100', ...run])) as Told<{
    error: { code: string; message: string; exit: number };
  }>;
  assert.deepEqual(
    [analysed.code, analysed.value.error.exit, analysed.value.error.code],
    [4, 4, 'CONTROL_FAILED'],
  );
  assert.match(analysed.value.error.message, says);
});
