import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  codi,
  codiServe,
  filesOf,
  startCodi,
  temporaryFolder,
  twoAtATime,
  type CodiOptions,
} from '../harness/codi.js';

const cwd = temporaryFolder({ after });
const { address } = await codiServe({ after });

/** Numbers in [0, 1) that are the same in every run of the test: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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
  const started = performance.now();
  const whole = await codi([...args, '--run', `${names}-whole`], options);
  assert.equal(whole.code, 0, whole.stderr);
  const duration = performance.now() - started;
  const reference = filesOf(join(cwd, `${names}-whole`));
  const random = seeded(20251123);
  // From the first third, in which Node starts, there is nothing to lose.
  const moments = Array.from({ length: kills }, () => (0.3 + 0.7 * random()) * duration);
  let cut = 0;

  await twoAtATime([...moments.entries()], async ([number, moment]) => {
    const folder = `${names}-${number}`;
    const { child, ended } = startCodi([...args, '--run', folder], options);
    await sleep(moment);
    child.kill('SIGKILL');
    const killed = await ended;
    const kept = journalKeys(folder);
    assert.equal(new Set(kept).size, kept.length);
    for (const experiment of ['ablate', 'attend']) {
      const there = kept.filter((key) => key.startsWith(`${experiment}/`)).length;
      const told = shown(killed.stderr, experiment);
      assert.ok(there >= told, `${folder}: ${told} of ${experiment} were shown, ${there} are kept`);
    }
    if (killed.code === null) cut++;

    const resumed = await codi([...args, '--run', folder, '--resume'], options);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(
      filesOf(join(cwd, folder)),
      reference,
      `${folder}, killed after ${moment.toFixed(0)} ms`,
    );
  });
  assert.ok(cut > 0, 'no command was cut off');
}

test('An ablation that is killed at any moment keeps what it has shown and resumes to the same files', async () => {
  const args = ['ablate', '--test-mode', '--sets', 'singles,pairs,triplets'];
  await killAndResume(args, 'ablate', 6, { cwd, env: { CODI_SERVER: address } });
});

test('A whole run that is killed, with its embedded server, resumes to the same files', async () => {
  await killAndResume(['run', '--test-mode', '--resamples', '100'], 'run', 3, { cwd });
});
