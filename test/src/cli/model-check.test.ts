import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { codiHost } from '../harness/codi-host.js';
import { codiJson, temporaryFolder, type Told } from '../harness/codi.js';

const folder = temporaryFolder({ after });
const options = { cwd: folder, env: { CODISCOPE_CACHE: join(folder, 'cache') } };

test('`codi model check` tells loading, speed alone and in a batch, and memory', async () => {
  const { code, value } = (await codiJson(['model', 'check'], options)) as Told<{
    speed: {
      msPerRollout: number;
      prefillMs: number;
      slotsPerSecond: number;
      batch: { questions: number; rollouts: number; msPerRollout: number; slotsPerSecond: number };
    };
    loading: { checkpointSeconds: number; networkSeconds: number };
    residentMiB: number;
    peakMiB: number;
  }>;
  assert.equal(code, 0);
  const { speed, loading, residentMiB, peakMiB } = value;
  const { batch } = speed;
  assert.deepEqual([batch.questions, batch.rollouts], [8, 56]);
  for (const number of [speed.msPerRollout, speed.slotsPerSecond, batch.msPerRollout, batch.slotsPerSecond])
    assert.ok(Number.isFinite(number) && number > 0, JSON.stringify(speed));
  assert.ok(speed.prefillMs >= 0 && speed.prefillMs <= speed.msPerRollout, JSON.stringify(speed));
  assert.ok(loading.checkpointSeconds > 0 && loading.networkSeconds > 0);
  // A Node process with the runtime in it takes at least 50 MiB; codi-mini's weights are 11.
  assert.ok(
    residentMiB > 50 && residentMiB < 2000 && peakMiB >= 0.99 * residentMiB,
    `${residentMiB} ${peakMiB}`,
  );
});

test('of a server elsewhere, loading and memory are not known here', async (context) => {
  const host = await codiHost(context, { serving: 'codi-mini' });
  const { code, value } = (await host.codiJson(['model', 'check'])) as Told<{
    loading: unknown;
    residentMiB: unknown;
    peakMiB: unknown;
  }>;
  assert.equal(code, 0);
  assert.deepEqual([value.loading, value.residentMiB, value.peakMiB], [null, null, null]);
});

test('it can be asked for int8, and says that it is approximate', async () => {
  const { code, value, stderr } = (await codiJson(
    ['model', 'check', '--precision', 'int8'],
    options,
  )) as Told<{
    dtype: string;
    approximate: boolean;
    text: string;
  }>;
  assert.equal(code, 0, stderr);
  assert.deepEqual([value.dtype, value.approximate], ['int8', true]);
  assert.match(stderr, /^Approximate: the model was run in int8/m);
});
