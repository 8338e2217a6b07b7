import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { openRun } from './run.js';
import type { Run } from './run.js';
import type { RunExperiment } from './run-experiment.js';
import { TEST_CONFIGURATION, TEST_MANIFEST, refusal } from './run-for-tests.js';

const WRITER = fileURLToPath(new URL('./killed-writer.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'codiscope-killed-'));
after(() => {
  rmSync(folder, { recursive: true });
});

async function resume(directory: string): Promise<{ run: Run; experiment: RunExperiment }> {
  const run = await openRun({ directory, manifest: TEST_MANIFEST });
  const options = { configuration: TEST_CONFIGURATION, planKeys: [], resume: true };
  return { run, experiment: await run.begin('test', options) };
}

/** Runs a writer until `stop` says that it is enough; the whole lines that it has said. */
async function runWriter(
  command: string,
  args: string[],
  stop: (kill: () => void) => Promise<void>,
): Promise<string[]> {
  // A writer that nothing stops must not hang the tests.
  const limit = { timeout: 20_000, killSignal: 'SIGKILL' } as const;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], ...limit });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const closed = once(child, 'close');
  while (!said.includes('open\n') && child.exitCode === null && child.signalCode === null) {
    await Promise.race([once(child.stdout, 'data'), closed]);
  }
  await Promise.all([stop(() => child.kill('SIGKILL')), closed]);
  return said.split('\n').slice(1, -1);
}

test('Every rollout that was acknowledged before SIGKILL is in the journal, time after time', async () => {
  const directory = join(folder, 'killed');
  const acknowledged: string[] = [];
  for (let round = 0; round < 12; round++) {
    const args = [WRITER, directory, String(acknowledged.length * 2), '3000'];
    const said = await runWriter(process.execPath, args, async (kill) => {
      await delay(5 + 40 * Math.random());
      kill();
    });
    acknowledged.push(...said);
    const { run, experiment } = await resume(directory);
    for (const key of acknowledged)
      assert.equal(experiment.result(key), 'x'.repeat(3000), `${key} in round ${round}`);
    await run.close();
  }
  assert.ok(acknowledged.length > 100, `${acknowledged.length} rollouts are too few to say anything`);
});

test('A run folder that another process writes to is refused while it lives', async () => {
  const directory = join(folder, 'locked');
  await runWriter(process.execPath, [WRITER, directory, '0', '10'], async (kill) => {
    await assert.rejects(
      resume(directory),
      refusal('BAD_RUN_FOLDER', /Process \d+ is writing to this run folder/),
    );
    kill();
  });
  await (await resume(directory)).run.close();
});

test('A full disk is told in words, and the run goes on when there is room again', async () => {
  const directory = join(folder, 'full');
  // The file size limit stands for the full disk: the journal's last line is written in part.
  const script = `ulimit -f 64; exec "$0" "$@"`;
  const args = ['-c', script, process.execPath, WRITER, directory, '0', '1000'];
  const said = await runWriter('bash', args, () => Promise.resolve());
  assert.match(
    said.at(-1) ?? '',
    /AnalysisError: .*rollouts\.jsonl cannot be written: the largest file size/,
  );
  const acknowledged = said.slice(0, -1);
  assert.ok(acknowledged.length > 10);
  const { run, experiment } = await resume(directory);
  for (const key of acknowledged) assert.ok(experiment.has(key), key);
  experiment.extendPlan(['test/after']);
  await experiment.append('test/after', 1);
  await run.close();
});
