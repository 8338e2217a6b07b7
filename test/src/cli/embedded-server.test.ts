import assert from 'node:assert/strict';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { codiHost } from '../harness/codi-host.js';
import { codiJson, filesOf, temporaryFolder, type Told } from '../harness/codi.js';
import { miniFolder } from '../harness/problems.js';

const cwd = temporaryFolder({ after });

/** Whether somebody on this machine serves at the default address. */
function defaultAddressIsTaken(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(50051, '127.0.0.1');
    const done = (taken: boolean) => (): void => {
      socket.destroy();
      resolve(taken);
    };
    socket.on('connect', done(true)).on('error', done(false));
  });
}

const host = await codiHost({ after }, { serving: 'codi-mini', cwd });
const address = host.address ?? assert.fail('it serves');

// A server of another model is passed by, and no server serves a model under its folder's path.
const model = (await defaultAddressIsTaken()) ? ['--model', await miniFolder()] : [];

test('With no server given and none at the default address, a command starts one of its own and says so', async () => {
  const { code, value, stderr } = (await codiJson(['model', 'info', ...model], { cwd })) as Told<{
    id: string;
  }>;
  assert.deepEqual([code, value.id], [0, 'codi-mini']);
  assert.match(stderr, /^embedded server 127\.0\.0\.1:\d+, model codi-mini\n$/);
});

test('CODI_SERVER is asked instead; --server goes before it, and an empty one counts as none', async () => {
  const info = async (args: string[], server: string): Promise<string> =>
    (await host.codiJson(['model', 'info', ...args], { env: { CODI_SERVER: server } })).stderr;
  assert.equal(await info([], address), `server ${address}, model codi-mini\n`);
  assert.equal(await info(['--server', address], '127.0.0.1:1'), `server ${address}, model codi-mini\n`);
  assert.match(await info(model, ''), /^embedded server /);
});

test('A server and an embedded one give the same files, byte for byte', async () => {
  const ablate = ['ablate', '--test-mode', '--sets', 'singles,all'];
  const results = await Promise.all([
    host.codiJson([...ablate, '--run', 'served', '--server', address]),
    codiJson([...ablate, '--run', 'embedded', ...model], { cwd }),
  ]);
  for (const { code, stderr } of results) assert.equal(code, 0, stderr);
  const [served, embedded] = results;
  assert.match(embedded.stderr, /^embedded server /);
  assert.deepEqual(served.value, embedded.value);
  const files = filesOf(join(cwd, 'served'));
  assert.equal(files.size, 4);
  assert.deepEqual(files, filesOf(join(cwd, 'embedded')));
});
