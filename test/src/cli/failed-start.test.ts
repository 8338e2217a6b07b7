import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { openCheckpoint } from '@codiscope/models';
import { CodiServer, ServerError } from '@codiscope/server';

import { temporaryFolder, twoAtATime, type Ended, type Ending } from '../harness/codi.js';
import { copyInstallation, remove } from '../harness/installation.js';
import { fixture, miniFolder } from '../harness/problems.js';
import { until } from '../harness/waiting.js';

/** A copy of the installation with something changed in it. */
function broken(context: Ending, change: (folder: string) => void): { folder: string; command: string } {
  const folder = temporaryFolder(context);
  const command = copyInstallation(folder);
  change(folder);
  return { folder, command };
}

/** Runs node on the arguments; what hangs is killed and has code null. */
function run(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { ...process.env, CODI_SERVER: undefined, CODI_MODEL: undefined };
  const child = spawn(process.execPath, args, { env, timeout: 120_000, killSignal: 'SIGKILL' });
  const printed = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (printed.stdout += String(text)));
  child.stderr.on('data', (text) => (printed.stderr += String(text)));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => {
      resolve({ code, ...printed });
    });
  });
  return { child, ended };
}

// No server serves a model under its folder's path, so a command with it starts one of its own.
const info = async (command: string): Promise<string[]> => [
  command,
  'model',
  'info',
  '--model',
  await miniFolder(),
];

test('A command whose installation lacks a file ends with 1, the name of the file and the remedy', async (context) => {
  const missing = [
    ['proto/codi.binpb', /description of the services cannot be read.*codi\.binpb/],
    ['proto/third_party', /description of the services cannot be read.*reflection\.proto/],
    ['server/dist/engine/worker.js', /engine's thread did not start.*worker\.js/],
    ['node_modules/onnxruntime-node', /onnxruntime-node/],
  ] as const;
  await twoAtATime(missing, async ([path, says]) => {
    const { command } = broken(context, (folder) => {
      remove(folder, path);
    });
    const { code, stdout, stderr } = await run(await info(command)).ended;
    assert.deepEqual([code, stdout], [1, ''], `${path}: ${stderr}`);
    assert.match(stderr, says);
    assert.match(stderr, /^codi: .*install codiscope again \(`npm ci`\).*\n/m, path);
  });
});

test('A start that fails after the model was opened closes it again', async (context) => {
  const { folder } = broken(context, (copy) => {
    writeFileSync(
      join(copy, 'server/dist/services/model-service.js'),
      "export function modelService() { throw new Error('no such luck'); }",
    );
  });
  const of = (name: string): string =>
    JSON.stringify(pathToFileURL(join(folder, name, 'dist/index.js')).href);
  const program = join(folder, 'start.mjs');
  writeFileSync(
    program,
    `
    const { openCheckpoint } = await import(${of('models')});
    const { CodiServer } = await import(${of('server')});
    const checkpoint = await openCheckpoint(${JSON.stringify(await miniFolder())});
    await CodiServer.start(checkpoint).catch((error) => { console.log(error.message); });`,
  );
  // It ends by itself only if neither a thread nor a port is left.
  const { code, stdout, stderr } = await run([program]).ended;
  assert.deepEqual([code, stdout], [0, 'no such luck\n'], stderr);
});

test('A command that has failed ends, whatever is left open', async (context) => {
  const { command } = broken(context, (folder) => {
    writeFileSync(
      join(folder, 'server/dist/services/reflection.js'),
      `setInterval(() => undefined, 1000);
       export const addReflection = () => undefined;
       export function readReflectionFiles() { throw new Error('no such luck'); }`,
    );
  });
  const { code, stderr } = await run(await info(command)).ended;
  assert.deepEqual([code, stderr], [1, 'codi: no such luck\n']);
});

test('A second signal ends a command that does not end by itself', async (context) => {
  const { folder, command } = broken(context, (copy) => {
    // A thread that never says whether it has opened the model.
    writeFileSync(
      join(copy, 'server/dist/engine/worker.js'),
      `import { writeFileSync } from 'node:fs';
       writeFileSync(${JSON.stringify(join(copy, 'started'))}, '');
       setInterval(() => undefined, 1000);`,
    );
  });
  const { child, ended } = run(await info(command));
  await until(() => existsSync(join(folder, 'started')), 'the thread has started', 30_000);
  child.kill('SIGTERM');
  // Signals that come together count as one.
  await delay(1000);
  child.kill('SIGTERM');
  const begun = performance.now();
  await ended;
  assert.equal(child.signalCode, 'SIGKILL');
  assert.ok(performance.now() - begun < 60_000, 'it was not the limit of this test that ended it');
});

test('A model that the runtime refuses is said to be so, and its thread has ended', async (context) => {
  const checkpoint = await openCheckpoint(fixture('golden/llama'), { cacheDir: temporaryFolder(context) });
  // Its adapters are merged into a file in the cache.
  for (const { file } of checkpoint.weights.values()) rmSync(file, { force: true });
  await assert.rejects(CodiServer.start(checkpoint), (error: unknown) => {
    assert.ok(error instanceof ServerError);
    assert.equal(error.reason, 'MODEL_NOT_RUNNABLE');
    assert.match(error.message, /model\.safetensors.*check it with `codi model check`/s);
    return true;
  });
  assert.deepEqual(
    process.getActiveResourcesInfo().filter((name) => name === 'MessagePort'),
    [],
  );
});
