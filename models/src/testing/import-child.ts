import { importCheckpoint } from '../import/import-checkpoint.js';

// A process of its own that imports a checkpoint, slowly, and prints a line for each piece of weights written.
const [checkpoint = '', dataDir = '', name = ''] = process.argv.slice(2);
const pause = new Int32Array(new SharedArrayBuffer(4));
await importCheckpoint(checkpoint, {
  dataDir,
  name,
  onProgress: (done, total) => {
    process.stdout.write(`${done} of ${total}\n`);
    Atomics.wait(pause, 0, 0, 2);
  },
});
process.stdout.write('imported\n');
