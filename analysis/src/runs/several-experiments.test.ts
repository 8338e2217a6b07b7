import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { openRun } from './run.js';
import type { Run } from './run.js';
import { TEST_MANIFEST, filesOf, testFolder, testPayload } from './run-for-tests.js';

const folder = testFolder('several');

const PLANS: Readonly<Record<string, readonly string[]>> = {
  ablate: ['ablate/b', 'ablate/a'],
  attend: ['attend/z', 'attend/a'],
  analyze: [],
};
const JOURNAL = 'results/rollouts.jsonl';
type Turn = (keys: readonly string[]) => readonly string[];
const backwards: Turn = (keys) => keys.toReversed();

const open = (directory: string): Promise<Run> => openRun({ directory, manifest: TEST_MANIFEST });
const begin = (run: Run, name: string, resume: boolean) =>
  run.begin(name, { configuration: { experiment: name }, planKeys: PLANS[name] ?? [], resume });

/** Does what is to be done of an experiment, its rollouts finishing in the given order. */
async function perform(run: Run, name: string, resume: boolean, turn: Turn = (keys) => keys): Promise<void> {
  const experiment = await begin(run, name, resume);
  for (const key of turn(experiment.missing())) await experiment.append(key, testPayload(key));
  const results = (PLANS[name] ?? []).map((key) => experiment.result(key));
  await run.writeResult(`${name}.json`, results);
  await experiment.finish([{ problem_id: 'p', left_out_of: name, reason: 'truncated' }]);
}

/** Each experiment as a command of its own. */
async function commands(
  directory: string,
  names: readonly string[],
  resume = false,
  turn?: Turn,
): Promise<void> {
  for (const name of names) {
    const run = await open(directory);
    await perform(run, name, resume, turn);
    await run.close();
  }
}

const whole = join(folder, 'whole');
await commands(whole, ['ablate', 'attend', 'analyze']);
const reference = filesOf(whole);
const journalKeys = (directory: string): string[] =>
  readFileSync(join(directory, JOURNAL), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => (JSON.parse(line) as { key: string }).key);

test('A folder holds its experiments by name, their rollouts in the order of their plans', () => {
  const { experiments } = JSON.parse(reference.get('run.json') ?? '') as { experiments: object };
  assert.deepEqual(Object.keys(experiments), ['ablate', 'analyze', 'attend']);
  assert.deepEqual(journalKeys(whole), ['ablate/b', 'ablate/a', 'attend/z', 'attend/a']);
});

test('Experiments in any order, of one process or of several, end with the same bytes', async () => {
  const orders = [
    ['attend', 'ablate', 'analyze'],
    ['analyze', 'attend', 'ablate'],
    ['ablate', 'analyze', 'attend'],
  ];
  for (const [index, names] of orders.entries()) {
    const several = join(folder, `several ${index}`);
    await commands(several, names, false, backwards);
    assert.deepEqual(filesOf(several), reference);
    const one = join(folder, `one ${index}`);
    const run = await open(one);
    for (const name of names) await perform(run, name, false, backwards);
    await run.close();
    assert.deepEqual(filesOf(one), reference);
  }
});

test('Experiments at the same time end with the same bytes', async () => {
  const directory = join(folder, 'at once');
  const run = await open(directory);
  await Promise.all(Object.keys(PLANS).map((name) => perform(run, name, false, backwards)));
  await run.close();
  assert.deepEqual(filesOf(directory), reference);
});

test('An experiment leaves the files of the one before as they are', async () => {
  const directory = join(folder, 'undisturbed');
  await commands(directory, ['attend']);
  const before = filesOf(directory);
  const run = await open(directory);
  await (await begin(run, 'ablate', false)).append('ablate/a', testPayload('ablate/a'));
  await run.close();
  assert.ok(
    filesOf(directory)
      .get(JOURNAL)
      ?.startsWith(before.get(JOURNAL) ?? ''),
  );
  assert.equal(filesOf(directory).get('results/attend.json'), before.get('results/attend.json'));
  const { experiments } = run.file;
  assert.deepEqual([experiments['attend']?.status, experiments['ablate']?.status], ['finished', 'running']);
});

test('An unfinished experiment keeps its rollouts while another finishes', async () => {
  const directory = join(folder, 'kept');
  const run = await open(directory);
  await (await begin(run, 'attend', false)).append('attend/a', testPayload('attend/a'));
  await perform(run, 'ablate', false, backwards);
  assert.deepEqual(journalKeys(directory), ['ablate/b', 'ablate/a', 'attend/a']);
  await perform(run, 'attend', true);
  await perform(run, 'analyze', false);
  await run.close();
  assert.deepEqual(filesOf(directory), reference);
});

for (const [first, second] of [
  ['ablate', 'attend'],
  ['attend', 'ablate'],
] as const) {
  test(`A journal cut anywhere in ${first}, or in ${second} after it, ends with the same bytes`, async () => {
    // The folder just before the second experiment finishes.
    const cut = join(folder, `cut ${first}`);
    await commands(cut, [first, 'analyze']);
    const run = await open(cut);
    const experiment = await begin(run, second, false);
    for (const key of backwards(experiment.missing())) await experiment.append(key, testPayload(key));
    await run.close();
    const journal = readFileSync(join(cut, JOURNAL));

    const resumeAt = async (length: number): Promise<void> => {
      const directory = join(folder, `cut ${first} ${length}`);
      cpSync(cut, directory, { recursive: true });
      writeFileSync(join(directory, JOURNAL), journal.subarray(0, length));
      const run = await open(directory);
      const names = length % 2 === 0 ? [first, second] : [second, first];
      for (const name of names) await perform(run, name, true, length % 3 === 0 ? backwards : undefined);
      await run.close();
      assert.deepEqual(filesOf(directory), reference, `cut after ${length} bytes`);
      rmSync(directory, { recursive: true });
    };
    // A few at a time: opening a run waits for its lock to settle.
    // resume.test.ts cuts one experiment at every byte; here each line's end, the bytes around it and every seventh.
    const nearLineEnd = (at: number): boolean => journal.subarray(Math.max(0, at - 2), at + 1).includes(10);
    const lengths = Array.from({ length: journal.length + 1 }, (_, length) => length).filter(
      (length) => length % 7 === 0 || length === journal.length || nearLineEnd(length),
    );
    for (let start = 0; start < lengths.length; start += 64) {
      await Promise.all(lengths.slice(start, start + 64).map(resumeAt));
    }
  });
}

test('A folder cut between any two steps of its experiments ends with the same bytes', async () => {
  const directory = join(folder, 'steps');
  const states: string[] = [];
  const keep = (): void => {
    const state = join(folder, `state ${states.length}`);
    cpSync(directory, state, { recursive: true });
    // The copy stands for a folder whose process is gone.
    rmSync(join(state, '.lock'), { force: true });
    states.push(state);
  };
  const run = await open(directory);
  keep();
  for (const name of ['attend', 'ablate', 'analyze']) {
    const experiment = await begin(run, name, false);
    keep();
    for (const key of backwards(experiment.missing())) {
      await experiment.append(key, testPayload(key));
      keep();
    }
    await experiment.finish([]);
    keep();
  }
  await run.close();
  for (const state of states) {
    await commands(state, ['ablate', 'attend', 'analyze'], true);
    assert.deepEqual(filesOf(state), reference, state);
  }
  assert.equal(states.length, 11);
});
