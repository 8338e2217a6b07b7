import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { codi, filesOf, temporaryFolder } from '../harness/codi.js';
import { miniFolder } from '../harness/problems.js';

test("A server that starts, answers and stops leaves no file of ONNX Runtime's behind", async (context) => {
  const folder = temporaryFolder(context);
  const folders = {
    HOME: join(folder, 'home'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    TMPDIR: join(folder, 'temporary'),
  };
  for (const path of Object.values(folders)) mkdirSync(path);
  const { code, stderr } = await codi(
    ['ask', 'Tina has 3 candles. How many?', '--model', await miniFolder()],
    {
      env: { ...folders, ORT_DISABLE_TELEMETRY: '' },
    },
  );
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^embedded server /);
  // Its telemetry makes Microsoft/DeveloperTools/.onnxruntime/{deviceid,onnxruntime.db}, .ses and mat-debug-<pid>.log.
  assert.deepEqual([...filesOf(folder).keys()], []);
});
