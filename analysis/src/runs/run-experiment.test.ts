import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { openRun } from './run.js';
import type { Run } from './run.js';
import type { BeginOptions } from './run-experiment.js';
import { readRun } from './run-folder.js';
import { TEST_CONFIGURATION, TEST_MANIFEST, filesOf, refusal, testFolder } from './run-for-tests.js';

const opened: Run[] = [];
after(async () => {
  for (const run of opened) await run.close();
});
const folder = testFolder('begin');

async function open(name: string): Promise<Run> {
  const run = await openRun({ directory: join(folder, name), manifest: TEST_MANIFEST });
  opened.push(run);
  return run;
}
const begin = (run: Run, name: string, options: Partial<BeginOptions> = {}) =>
  run.begin(name, {
    configuration: TEST_CONFIGURATION,
    planKeys: [`${name}/1`],
    resume: false,
    ...options,
  });
async function finish(run: Run, name: string): Promise<void> {
  const experiment = await begin(run, name);
  await experiment.append(`${name}/1`, 1);
  await experiment.finish([]);
}

test('An experiment stands in run.json as running before anything is computed', async () => {
  const run = await open('early');
  await begin(run, 'ablate', { planKeys: ['ablate/1', 'ablate/2'] });
  const entry = {
    status: 'running',
    configuration: TEST_CONFIGURATION,
    rollouts: 2,
    exclusions: [],
  };
  assert.deepEqual((await readRun(run.paths.folder)).experiments, { ablate: entry });
  assert.deepEqual(run.file, await readRun(run.paths.folder));
});

test('An experiment that is there is refused without resume, finished or not, and goes on with it', async () => {
  const run = await open('there');
  await finish(run, 'ablate');
  await begin(run, 'attend');
  const before = filesOf(run.paths.folder);
  await assert.rejects(
    begin(run, 'ablate'),
    refusal(
      'BAD_RUN_FOLDER',
      /holds a finished `ablate`; resume it, or choose another name for the run folder\.$/,
    ),
  );
  await assert.rejects(
    begin(run, 'attend'),
    refusal('BAD_RUN_FOLDER', /holds a cut-off `attend`; resume it/),
  );
  assert.deepEqual(filesOf(run.paths.folder), before);
  for (const name of ['ablate', 'attend']) {
    const experiment = await begin(run, name, { resume: true });
    await experiment.append(`${name}/1`, 1);
    await experiment.finish([]);
  }
  const { experiments } = await readRun(run.paths.folder);
  assert.deepEqual(
    Object.values(experiments).map(({ status }) => status),
    ['finished', 'finished'],
  );
});

test('Another configuration is refused with every field that differs, with resume and without', async () => {
  const run = await open('configured');
  await finish(run, 'ablate');
  const before = filesOf(run.paths.folder);
  const configuration = { sets: ['1'], method: 'zero', layer: 7, later: 'hold' };
  for (const resume of [true, false]) {
    await assert.rejects(
      begin(run, 'ablate', { configuration, resume }),
      refusal(
        'BAD_RUN_FOLDER',
        /`ablate` with another configuration \(configuration\.layer: 4 there, 7 now; configuration\.sets: \["1","2"\] there, \["1"\] now; configuration\.later: nothing there, "hold" now\); ask for the same again/,
      ),
    );
  }
  assert.deepEqual(filesOf(run.paths.folder), before);
});

test('A configuration with its keys in another order is the same, and changes no byte', async () => {
  const run = await open('order');
  await finish(run, 'ablate');
  const before = filesOf(run.paths.folder);
  const configuration = Object.fromEntries(Object.entries(TEST_CONFIGURATION).reverse());
  const experiment = await begin(run, 'ablate', { configuration, resume: true });
  await experiment.finish([]);
  assert.deepEqual(filesOf(run.paths.folder), before);
});

test('An experiment without rollouts is done again with other options, and its entry replaced', async () => {
  const run = await open('derived');
  await finish(run, 'ablate');
  const journal = readFileSync(run.paths.journal, 'utf8');
  for (const resamples of [100, 100, 200]) {
    const configuration = { resamples };
    const experiment = await begin(run, 'analyze', { configuration, planKeys: [] });
    assert.equal(run.file.experiments['analyze']?.status, 'running');
    await experiment.finish([]);
    const { experiments } = await readRun(run.paths.folder);
    assert.deepEqual(experiments['analyze'], {
      status: 'finished',
      configuration,
      rollouts: 0,
      exclusions: [],
    });
    assert.equal(experiments['ablate']?.status, 'finished');
  }
  assert.equal(readFileSync(run.paths.journal, 'utf8'), journal);
});

test('An experiment that has rollouts is not taken for a derived one because none are planned yet', async () => {
  const run = await open('later');
  const experiment = await begin(run, 'attend', { planKeys: [] });
  experiment.extendPlan(['attend/1']);
  await experiment.append('attend/1', 1);
  await assert.rejects(
    begin(run, 'attend', { planKeys: [], configuration: { layer: 7 } }),
    refusal('BAD_RUN_FOLDER', /another configuration/),
  );
});

test('Rollouts of an experiment that run.json does not know are refused', async () => {
  const run = await open('unknown');
  await finish(run, 'ablate');
  await run.close();
  writeFileSync(run.paths.run, `${JSON.stringify({ ...run.file, experiments: {} })}\n`);
  await assert.rejects(
    begin(await open('unknown'), 'ablate', { resume: true }),
    refusal('BAD_RUN_FOLDER', /has rollouts of `ablate`, which run\.json does not know/),
  );
});

test('Wrong names, keys and configurations are refused before anything is recorded', async () => {
  const run = await open('wrong');
  for (const name of ['', 'Ablate', 'ab late', 'a/b', '7', '__proto__']) {
    await assert.rejects(begin(run, name), refusal('BAD_ARGUMENT', /no name for an experiment/));
  }
  for (const key of ['ablate', 'ablate2/1', 'attend/1', '']) {
    await assert.rejects(
      begin(run, 'ablate', { planKeys: [key] }),
      refusal('BAD_ARGUMENT', /let it begin with "ablate\/"/),
    );
  }
  await assert.rejects(
    begin(run, 'ablate', { configuration: { layer: NaN } }),
    refusal('BAD_ARGUMENT', /configuration\.layer is wrong/),
  );
  assert.deepEqual(run.file.experiments, {});
  await finish(run, 'constructor');
  assert.equal(run.file.experiments['constructor']?.status, 'finished');
});

test('An experiment does not finish without all its rollouts, nor with others of its name', async () => {
  const run = await open('incomplete');
  const experiment = await begin(run, 'ablate');
  await assert.rejects(experiment.append('ablate/2', 1), refusal('BAD_ARGUMENT', /not planned/));
  await assert.rejects(
    experiment.finish([]),
    refusal('BAD_RUN_FOLDER', /1 of 1 rollouts of `ablate` are not in the journal/),
  );
  await experiment.append('ablate/1', 1);
  experiment.extendPlan(['ablate/2']);
  await experiment.append('ablate/2', 2);
  const again = await begin(run, 'ablate', { resume: true });
  await assert.rejects(
    again.finish([]),
    refusal('BAD_RUN_FOLDER', /has the rollout ablate\/2, which this run does not plan/),
  );
});

test('Nothing is appended or finished after the experiment is finished, nor begun after the run is closed', async () => {
  const run = await open('closed');
  const experiment = await begin(run, 'ablate');
  await experiment.append('ablate/1', 1);
  await experiment.finish([]);
  assert.equal(experiment.result('ablate/1'), 1);
  await assert.rejects(experiment.append('ablate/1', 1), refusal('BAD_ARGUMENT', /is finished/));
  await assert.rejects(experiment.finish([]), refusal('BAD_ARGUMENT', /is finished/));
  const other = await begin(run, 'attend', { planKeys: [] });
  await run.close();
  await assert.rejects(begin(run, 'attend', { resume: true }), refusal('BAD_ARGUMENT', /is closed/));
  await assert.rejects(other.finish([]), refusal('BAD_ARGUMENT', /is closed/));
});
