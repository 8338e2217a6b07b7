import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { codiHost } from '../harness/codi-host.js';
import { filesOf, startCodi, temporaryFolder, type CodiOptions, type Running } from '../harness/codi.js';
import { seeded } from '../harness/seeded.js';
import { until } from '../harness/waiting.js';

const cwd = temporaryFolder({ after });
const host = await codiHost({ after }, { serving: 'codi-mini' });
const served = { cwd, env: { CODI_SERVER: host.address ?? assert.fail('it serves') } };
const alone = { cwd, env: { CODI_SERVER: '' } };

/** Keys of the whole lines, each line being what its checksum says; the last one may be torn. */
function journalKeys(folder: string): string[] {
  const path = join(cwd, folder, 'results/rollouts.jsonl');
  if (!existsSync(path)) return [];
  const [header, ...lines] = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  assert.match(header ?? '', /"kind":"rollouts"/);
  return lines.map((line) => {
    const [, key = '', checksum, payload = ''] =
      /^\{"key":("[^"]*"),"checksum":"(\w+)","payload":(.*)\}$/.exec(line) ?? [];
    const name = JSON.parse(key) as string;
    assert.equal(createHash('sha256').update(`${name}\n${payload}`).digest('hex').slice(0, 16), checksum);
    return name;
  });
}

/** How many rollouts of an experiment were shown as done. */
function shown(stderr: string, experiment: string): number {
  const counts = [...stderr.matchAll(new RegExp(`^${experiment} (\\d+)/`, 'gm'))].map(([, count]) =>
    Number(count),
  );
  return Math.max(0, ...counts);
}

/** Runs a command whole, then several times killed at some moment of its life and resumed. */
async function killAndResume(
  args: readonly string[],
  names: string,
  kills: number,
  options: CodiOptions,
): Promise<void> {
  const whole = startCodi([...args, '--run', `${names}-whole`], options);
  await begun(whole);
  const started = performance.now();
  assert.equal((await whole.ended).code, 0, whole.printed.stderr);
  const duration = performance.now() - started;
  const reference = filesOf(join(cwd, `${names}-whole`));
  const random = seeded(20251123);
  let cut = 0;

  for (let number = 0; number < kills; number++) {
    const folder = `${names}-${number}`;
    const running = startCodi([...args, '--run', folder], options);
    await begun(running);
    const moment = random() * duration;
    await sleep(moment);
    running.child.kill('SIGKILL');
    const killed = await running.ended;
    const kept = journalKeys(folder);
    assert.equal(new Set(kept).size, kept.length);
    for (const experiment of ['ablate', 'attend']) {
      const there = kept.filter((key) => key.startsWith(`${experiment}/`)).length;
      const told = shown(killed.stderr, experiment);
      assert.ok(there >= told, `${folder}: ${told} of ${experiment} were shown, ${there} are kept`);
    }
    if (killed.code === null) cut++;

    const resumed = await host.codi([...args, '--run', folder, '--resume'], options);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(
      filesOf(join(cwd, folder)),
      reference,
      `${folder}, killed after ${moment.toFixed(0)} ms`,
    );
  }
  assert.ok(cut > 0, 'no command was cut off');
}

/** Waits until a command has its server: before that there is nothing to lose. */
async function begun({ child, printed }: Running): Promise<void> {
  await until(() => printed.stderr.includes('\n') || child.exitCode !== null, 'the command has a server');
}

test('An ablation that is killed at any moment keeps what it has shown and resumes to the same files', async () => {
  const args = ['ablate', '--test-mode', '--sets', 'singles,pairs,triplets'];
  await killAndResume(args, 'ablate', 6, served);
});

test('A whole run that is killed, with its embedded server, resumes to the same files', async () => {
  await killAndResume(['run', '--per-level', '1', '--resamples', '100'], 'run', 3, alone);
});
