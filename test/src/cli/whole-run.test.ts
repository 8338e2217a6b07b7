import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import {
  ablation as ablationRoom,
  attention as attentionRoom,
  datasetSchema,
  readResult,
  readRun,
  summarySchema,
} from '@codiscope/analysis';

import { codiHost } from '../harness/codi-host.js';
import { codi, filesOf, temporaryFolder, type Ended, type Told } from '../harness/codi.js';

const cwd = temporaryFolder({ after });
const host = await codiHost({ after }, { serving: 'codi-mini', cwd });
const address = host.address ?? assert.fail('it serves');
const options = { cwd, env: { CODI_SERVER: address } };
const quick = ['--resamples', '200'];

async function done(...args: string[]): Promise<Ended> {
  const ended = await host.codi(args);
  assert.equal(ended.code, 0, `${args.join(' ')}: ${ended.stderr}`);
  return ended;
}

const first = await codi(['run', '--test-mode', '--run', 'first', ...quick], options);
assert.equal(first.code, 0, first.stderr);

test('A run leaves the complete folder, every file of the form that its schema says', async () => {
  const folder = join(cwd, 'first');
  const figures = [
    '1_importance_by_position',
    '2_importance_heatmap',
    '3_attention_vs_importance',
    '4_correlation_by_position',
    '7_cumulative_curves',
    '8_layer_head_map',
    '9_attention_mass',
    '10_question_routing',
    '11_logit_decomposition',
    '12_method_comparison',
    '13_between_within_split',
    '14_twin_patching',
    '15_steps_and_thoughts',
  ];
  const results = [
    'attention_weights_10.json',
    'comparison_10.json',
    'decomposition_10.json',
    'lens_10.json',
    'rollouts.jsonl',
    'routing_10.json',
    'summary_statistics.json',
    'test_dataset_10.json',
    'token_ablation_results_10.json',
    'twin_patching_10.json',
  ];
  assert.deepEqual(
    [...filesOf(folder).keys()].sort(),
    [
      ...figures.flatMap((name) => ['pdf', 'png', 'svg'].map((format) => `figures/${name}.${format}`)),
      ...results.map((name) => `results/${name}`),
      'report.html',
      'run.json',
    ].sort(),
  );
  const ablation = await readResult(folder, 'token_ablation_results_10.json', ablationRoom.schema);
  const attention = await readResult(folder, 'attention_weights_10.json', attentionRoom.schema);
  const dataset = await readResult(folder, 'test_dataset_10.json', datasetSchema);
  await readResult(folder, 'summary_statistics.json', summarySchema);
  const ids = dataset.problems.map((problem) => problem.gsm8k_id);
  assert.deepEqual(
    ablation.problems.map((problem) => problem.problem_id),
    ids,
  );
  assert.deepEqual(
    attention.problems.map((problem) => problem.problem_id),
    ids,
  );
  assert.ok(ablation.problems.every(({ controls }) => controls.self_patch_equals_baseline));
  for (const problem of attention.problems) {
    for (const { mass } of Object.values(problem.attention_by_layer ?? {})) {
      const sum = Object.values(mass).reduce((total, weight) => total + weight, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5, `the mass of ${problem.problem_id} sums to ${sum}`);
    }
  }
  const { experiments, dataset: recorded } = await readRun(folder);
  assert.deepEqual(
    Object.entries(experiments).map(([name, { status, rollouts }]) => [name, status, rollouts]),
    [
      ['ablate', 'finished', 140],
      ['analyze', 'finished', 0],
      ['attend', 'finished', 10],
      ['compare', 'finished', 910],
      ['decompose', 'finished', 10],
      ['lens', 'finished', 10],
      ['route', 'finished', 10],
      ['twins', 'finished', experiments.twins?.rollouts],
    ],
  );
  assert.equal(recorded.sha256, ablation.dataset_sha256);
});

test('The findings and the place of every figure are printed; progress and server stand on stderr', () => {
  const { stdout, stderr } = first;
  assert.match(stdout, /^RQ1\. Which thoughts causally matter/m);
  assert.match(stdout, /^RQ2\. How does importance relate to attention/m);
  assert.match(stdout, /first\/figures\/1_importance_by_position\.png \(and \.pdf, \.svg\)/);
  assert.equal(stderr.split('\n')[0], `server ${address}, model codi-mini`);
  assert.match(stderr, /^ablate 140\/140\nattend .*\nattend 10\/10\n$|^ablate 140\/140$[^]*^attend 10\/10$/m);
});

test('The same command into another folder gives the same files, byte for byte, and one JSON value', async () => {
  const { code, value, stderr } = (await host.codiJson([
    'run',
    '--test-mode',
    '--run',
    'second',
    ...quick,
  ])) as Told<{
    folder: string;
    figures: string[];
    findings: { rq1: string[] };
  }>;
  assert.equal(code, 0, stderr);
  assert.deepEqual([value.folder, value.figures.length], ['second', 39]);
  for (const sentence of value.findings.rq1) assert.ok(first.stdout.includes(sentence));
  assert.match(stderr, /^ablate 140\/140$/m);
  assert.deepEqual(filesOf(join(cwd, 'second')), filesOf(join(cwd, 'first')));
});

test('The parts one after the other give what the whole gives', async () => {
  await done('ablate', '--test-mode', '--run', 'parts');
  for (const part of ['attend', 'lens', 'route', 'decompose', 'compare', 'twins']) {
    await done(part, '--run', 'parts');
  }
  await done('run', '--only', 'analyze', '--run', 'parts', ...quick);
  assert.deepEqual(filesOf(join(cwd, 'parts')), filesOf(join(cwd, 'first')));
});

test('The analysis may be done again with other options, and back again', async () => {
  const before = filesOf(join(cwd, 'parts'));
  await done('analyze', '--run', 'parts', '--resamples', '100', '--analysis-seed', '7');
  const other = filesOf(join(cwd, 'parts'));
  const changed = [...before].filter(([name, bytes]) => other.get(name) !== bytes).map(([name]) => name);
  assert.ok(
    changed.includes('results/summary_statistics.json') && changed.includes('run.json'),
    changed.join(),
  );
  assert.ok(!changed.some((name) => /rollouts|token_ablation|attention_weights/.test(name)), changed.join());
  await done('analyze', '--run', 'parts', ...quick);
  assert.deepEqual(filesOf(join(cwd, 'parts')), before);
});

test('A second run into the folder is refused without --resume, and with other problems or settings even then', async () => {
  const before = filesOf(join(cwd, 'first'));
  for (const [args, says] of [
    [
      [],
      /holds a finished `ablate`; resume it, or choose another name for the run folder \(--resume, --run\)/,
    ],
    [['--resume', '--seed', '7'], /not of --seed 7 \(42 there\)/],
    [['--resume', '--layer', 'late'], /another configuration \(configuration\.layer: 4 there, 7 now\)/],
  ] as const) {
    const { code, stdout, stderr } = await host.codi([
      'run',
      '--test-mode',
      '--run',
      'first',
      ...quick,
      ...args,
    ]);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, says);
    assert.doesNotMatch(stderr, /what was finished/);
  }
  await done('run', '--test-mode', '--run', 'first', '--resume', ...quick);
  assert.deepEqual(filesOf(join(cwd, 'first')), before);
});

test('An analysis without its results is refused', async () => {
  await done('attend', '--test-mode', '--run', 'half', '--layers', 'late');
  const { code, stderr } = await host.codi(['analyze', '--run', 'half']);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /token_ablation_results_10\.json cannot be read .*; run the experiment that writes it first/,
  );
});
