/*
 * A process for tests that appends to a run until it is killed, and tells on stdout what is safely in the journal:
 * `node killed-writer.js <run folder> <first number> <payload bytes>`.
 */
import { writeSync } from 'node:fs';

import { openRun } from './run.js';
import { TEST_CONFIGURATION, TEST_MANIFEST } from './run-for-tests.js';

const [directory = '', first = '0', bytes = '0'] = process.argv.slice(2);
const keys = Array.from({ length: 100_000 }, (_, number) => `test/${number}`);
const run = await openRun({ directory, manifest: TEST_MANIFEST });
const experiment = await run.begin('test', {
  configuration: TEST_CONFIGURATION,
  planKeys: keys,
  resume: true,
});
writeSync(1, 'open\n');
const payload = 'x'.repeat(Number(bytes));
try {
  for (let number = Number(first); ; number += 8) {
    await Promise.all(
      keys.slice(number, number + 8).map(async (key) => {
        await experiment.append(key, payload);
        writeSync(1, `${key}\n`);
      }),
    );
  }
} catch (error) {
  writeSync(1, `${String(error)}\n`);
}
