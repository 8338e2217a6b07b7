// Writes half of a cached file (argument 1), says so, and waits to be killed.
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { cachedFile } from '../checkpoint/cached-file.js';

const [target = ''] = process.argv.slice(2);
await cachedFile(
  target,
  () => Promise.resolve(false),
  async (path) => {
    await writeFile(path, 'half');
    process.stdout.write('half\n');
    await delay(60_000);
  },
);
