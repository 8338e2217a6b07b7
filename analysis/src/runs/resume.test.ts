import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import type { Exclusion } from './manifest.js';
import { openRun } from './run.js';
import { TEST_CONFIGURATION, TEST_MANIFEST, filesOf, testFolder, testPayload } from './run-for-tests.js';

const folder = testFolder('resume');

const PLAN = ['test/a', 'test/b', 'test/c'];
const LATER = 'test/planned from the results of the others';
const EXCLUSIONS: Exclusion[] = [{ problem_id: 'p', left_out_of: 'importance', reason: 'wrong_baseline' }];

/** Does all of an experiment that is still to be done, its rollouts finishing in the given order. */
async function complete(directory: string, order: readonly string[], resume: boolean): Promise<void> {
  const run = await openRun({ directory, manifest: TEST_MANIFEST });
  const options = { configuration: TEST_CONFIGURATION, planKeys: PLAN, resume };
  const experiment = await run.begin('test', options);
  await Promise.all(
    order.filter((key) => !experiment.has(key)).map((key) => experiment.append(key, testPayload(key))),
  );
  experiment.extendPlan([LATER]);
  for (const key of experiment.missing()) await experiment.append(key, testPayload(key));
  await run.writeResult(
    'table.json',
    PLAN.map((key) => experiment.result(key)),
  );
  await run.writeFigure('1_figure.png', Uint8Array.of(1, 2, 3));
  await run.writeReport('<!doctype html>');
  await experiment.finish(EXCLUSIONS);
  await run.close();
}

const whole = join(folder, 'whole');
await complete(whole, PLAN, false);
const reference = filesOf(whole);

test('A finished run is these files and no others, its journal in the order of the plan', () => {
  assert.deepEqual(
    [...reference.keys()],
    ['figures/1_figure.png', 'report.html', 'results/rollouts.jsonl', 'results/table.json', 'run.json'],
  );
  const lines = readFileSync(join(whole, 'results/rollouts.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    lines.slice(1).map((line) => (JSON.parse(line) as { key: string }).key),
    [...PLAN, LATER],
  );
  assert.match(reference.get('run.json') ?? '', /"status": "finished"[^]*"wrong_baseline"/);
});

test('A journal cut at any byte, its lines in any order, is resumed to the same files byte for byte', async () => {
  // The journal as it is just before the end of a run whose rollouts finished in another order.
  const cut = join(folder, 'cut');
  const run = await openRun({ directory: cut, manifest: TEST_MANIFEST });
  const options = { configuration: TEST_CONFIGURATION, planKeys: PLAN, resume: false };
  const experiment = await run.begin('test', options);
  for (const key of ['test/c', 'test/a', 'test/b']) await experiment.append(key, testPayload(key));
  await run.close();
  const journal = readFileSync(join(cut, 'results/rollouts.jsonl'));
  assert.ok(journal.length > 300);

  const orders = [PLAN, PLAN.toReversed(), ['test/b', 'test/c', 'test/a']];
  const resumeAt = async (length: number): Promise<void> => {
    const directory = join(folder, `cut-${length}`);
    cpSync(cut, directory, { recursive: true });
    writeFileSync(join(directory, 'results/rollouts.jsonl'), journal.subarray(0, length));
    await complete(directory, orders[length % orders.length] ?? PLAN, true);
    assert.deepEqual(filesOf(directory), reference, `cut after ${length} bytes`);
    rmSync(directory, { recursive: true });
  };
  // A few at a time: opening a run waits for its lock to settle.
  for (let start = 0; start <= journal.length; start += 64) {
    const lengths = Array.from(
      { length: Math.min(64, journal.length + 1 - start) },
      (_, index) => start + index,
    );
    await Promise.all(lengths.map(resumeAt));
  }
});

test('A run that was cut before or after its journal was written is resumed to the same files', async () => {
  const states: Record<string, (directory: string) => void> = {
    'nothing is there': () => undefined,
    'an empty folder': (directory) => {
      mkdirSync(directory);
    },
    'half of run.json': (directory) => {
      mkdirSync(directory);
      writeFileSync(join(directory, '.run.json.99999.partial'), '{"schema');
    },
    'no journal': (directory) => {
      mkdirSync(directory);
      const text = reference.get('run.json') ?? '';
      writeFileSync(
        join(directory, 'run.json'),
        text
          .replace('"finished"', '"running"')
          .replace('"rollouts": 4', '"rollouts": 3')
          .replace(/"exclusions": [^]*\]/, '"exclusions": []'),
      );
    },
    'no experiment': (directory) => {
      mkdirSync(directory);
      const text = reference.get('run.json') ?? '';
      writeFileSync(
        join(directory, 'run.json'),
        text.replace(/"experiments": [^]*/, '"experiments": {}\n}\n'),
      );
    },
    'half of a figure': (directory) => {
      cpSync(whole, directory, { recursive: true });
      writeFileSync(join(directory, 'figures', '.1_figure.png.99999.partial'), 'x');
      rmSync(join(directory, 'report.html'));
    },
    'a finished run': (directory) => {
      cpSync(whole, directory, { recursive: true });
    },
  };
  for (const [state, make] of Object.entries(states)) {
    const directory = join(folder, state);
    make(directory);
    await complete(directory, PLAN.toReversed(), true);
    assert.deepEqual(filesOf(directory), reference, state);
  }
});
