import { openCheckpoint } from '../checkpoint/checkpoint.js';
import { importCheckpoint } from '../import/import-checkpoint.js';
import type { Refusal } from './refusal.js';

// A process of its own (see refusal.ts): tries to open and to import a checkpoint, and says what came of it.
const [directory = '', home = ''] = process.argv.slice(2);
const tried = [
  () => openCheckpoint(directory, { cacheDir: `${home}/cache` }),
  () => importCheckpoint(directory, { dataDir: `${home}/data`, name: 'entry' }),
];
const said: Refusal['said'] = [];
for (const attempt of tried) {
  said.push(
    await attempt().then(
      () => 'accepted',
      (error: unknown) => String(error),
    ),
  );
}
const { maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ said, peakMiB: maxRSS / 1024 } satisfies Refusal));
