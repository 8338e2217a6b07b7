import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

const MODULE = JSON.stringify(new URL('./onnx-runtime.js', import.meta.url).href);

test('Telemetry is off before the native library is loaded, in the environment that native code sees', () => {
  // A child inherits the real environment, and is started at the moment at which the library is about to be loaded.
  const program = `
    import { execFileSync } from 'node:child_process';
    const load = process.dlopen;
    process.dlopen = (...args) => {
      const inherited = execFileSync(process.execPath, ['-p', 'process.env.ORT_DISABLE_TELEMETRY']);
      process.stdout.write(inherited);
      return load.apply(process, args);
    };
    const { InferenceSession } = await import(${MODULE});
    console.log(typeof InferenceSession.create);`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, ORT_DISABLE_TELEMETRY: undefined },
    encoding: 'utf8',
  });
  assert.equal(printed, '1\nfunction\n');
});

test('A worker that imports the library has the variable set too', async () => {
  const program = `
    const { parentPort } = require('node:worker_threads');
    void import(${MODULE}).then(() => { parentPort.postMessage(process.env.ORT_DISABLE_TELEMETRY); });`;
  const worker = new Worker(program, { eval: true, env: {} });
  const [value] = (await once(worker, 'message')) as [unknown];
  await worker.terminate();
  assert.equal(value, '1');
});
