import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { decomposition as decompositionRoom } from '@codiscope/analysis';

import { codiHost } from '../harness/codi-host.js';
import { codiServe, temporaryFolder, type Told } from '../harness/codi.js';
import { fixture } from '../harness/problems.js';

const folder = temporaryFolder({ after });
const host = await codiHost({ after }, { cwd: folder, env: { CODISCOPE_CACHE: join(folder, 'cache') } });
const NOTE = /^Approximate: the model was run in int8, not float32; .*precision fp32/m;

interface Marked {
  readonly dtype: string;
  readonly approximate: boolean;
}

function json(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
}

/** The height of a PNG in pixels, which its header says. */
function pixels(...path: string[]): number {
  return readFileSync(join(folder, ...path)).readUInt32BE(20);
}

const results = [
  'token_ablation_results_4.json',
  'attention_weights_4.json',
  'summary_statistics.json',
] as const;

test('a run in int8 has a folder of its own, and every file of it says that it is approximate', async () => {
  const run = ['run', '--per-level', '1', '--resamples', '200'];
  const [exact, int8] = [await host.codi(run), await host.codi([...run, '--precision', 'int8'])];
  assert.deepEqual([exact.code, int8.code], [0, 0], int8.stderr);
  assert.match(int8.stderr, NOTE);
  assert.match(int8.stdout, /- Approximate: the model was run in int8/);
  assert.doesNotMatch(exact.stdout + exact.stderr, /approximate/i);
  assert.deepEqual(readdirSync(join(folder, 'runs')).sort(), ['codi-mini-4', 'codi-mini-int8-4']);

  for (const [run, marks] of [
    ['codi-mini-4', { dtype: 'float32', approximate: false }],
    ['codi-mini-int8-4', { dtype: 'int8', approximate: true }],
  ] as const) {
    const { model } = json('runs', run, 'run.json') as { model: Marked };
    const headers = results.map((name) => json('runs', run, 'results', name) as Marked);
    for (const { dtype, approximate } of [model, ...headers])
      assert.deepEqual({ dtype, approximate }, marks, run);
    const [journal = ''] = readFileSync(join(folder, 'runs', run, 'results/rollouts.jsonl'), 'utf8').split(
      '\n',
    );
    assert.equal(/\(approximate: int8\)/.test(journal), marks.approximate, journal);
  }
  for (const figure of readdirSync(join(folder, 'runs/codi-mini-4/figures'))) {
    if (!figure.endsWith('.png')) continue;
    // The footnote: 20 points of 2 pixels.
    const [plain, marked] = [
      pixels('runs/codi-mini-4/figures', figure),
      pixels('runs/codi-mini-int8-4/figures', figure),
    ];
    assert.equal(marked - plain, 40, figure);
  }
  // What is made of the results later says it too.
  const analysed = await host.codi(['analyze', '--run', 'runs/codi-mini-int8-4']);
  assert.equal(analysed.code, 0, analysed.stderr);
  assert.match(analysed.stderr, NOTE);

  // And no folder takes both.
  const mixed = (await host.codiJson([
    'ablate',
    '--per-level',
    '1',
    '--run',
    'runs/codi-mini-4',
    '--precision',
    'int8',
  ])) as Told<{
    error: { code: string; message: string };
  }>;
  assert.deepEqual([mixed.code, mixed.value.error.code], [1, 'BAD_RUN_FOLDER']);
  assert.match(mixed.value.error.message, /model\.approximate: false there, true now/);
});

test("in int8 the parts of a logit add up within the spread of 8-bit rounding, of each layer's and the head's input", () => {
  const [sharp, rounded] = ['codi-mini-4', 'codi-mini-int8-4'].map(
    (run) => decompositionRoom.schema.parse(json('runs', run, 'results/decomposition_4.json')).additivity,
  );
  assert.ok(sharp && rounded);
  assert.equal(sharp.tolerance, 1e-3);
  // A step is at most sqrt(32) root mean squares / 127, a rounding is off by a step / sqrt(12), in eight layers and the head.
  const spread = (Math.sqrt(8 + 1) * Math.sqrt(32)) / 127 / Math.sqrt(12);
  assert.ok(Math.abs(rounded.tolerance - spread) < 1e-12, `${rounded.tolerance}, by hand ${spread}`);
  assert.deepEqual([sharp.not_additive, rounded.not_additive], [[], []]);
  assert.ok(sharp.largest_error <= sharp.tolerance && rounded.largest_error <= rounded.tolerance);
  // What is allowed is needed: rounding is seen where float32 adds up.
  assert.ok(
    rounded.largest_error > sharp.tolerance,
    `${rounded.largest_error} in int8, ${sharp.largest_error} in float32`,
  );
});

test('every command that has a model takes --precision and says on stderr that it is approximate', async () => {
  const commands = [
    ['ask', 'How many apples does Tina have?'],
    ['model', 'info'],
  ];
  for (const command of commands) {
    const { code, value, stderr } = (await host.codiJson([
      ...command,
      '--precision',
      'int8',
    ])) as Told<Marked>;
    assert.equal(code, 0, stderr);
    assert.deepEqual([value.dtype, value.approximate], ['int8', true], command.join(' '));
    assert.match(stderr, NOTE, command.join(' '));
  }
});

test('a server in int8 says so, is asked without --precision, and is refused where fp32 is asked for', async (context) => {
  const { address, running } = await codiServe(context, ['--precision', 'int8']);
  assert.match(running.printed.stderr, /^approximate: codi-mini is served in int8, not float32$/m);
  const { code, stderr } = await host.codi(['model', 'info', '--server', address]);
  assert.equal(code, 0);
  assert.match(stderr, NOTE);
  const refused = (await host.codiJson([
    'model',
    'info',
    '--server',
    address,
    '--precision',
    'fp32',
  ])) as Told<{
    error: { code: string; message: string };
  }>;
  assert.deepEqual([refused.code, refused.value.error.code], [2, 'OTHER_PRECISION']);
  assert.match(refused.value.error.message, /serves codi-mini in int8, not fp32; leave out --precision/);
});

test('a precision that there is not is wrong usage, and nothing is started', async () => {
  for (const command of [['serve'], ['run', '--test-mode', '--run', 'refused'], ['ask', 'How many?']]) {
    const { code, value } = (await host.codiJson([...command, '--precision', 'int4'])) as Told<{
      error: { code: string; message: string };
    }>;
    assert.deepEqual([code, value.error.code], [2, 'BAD_USAGE'], command.join(' '));
    assert.match(value.error.message, /--precision=int4 to be one of: fp32, int8/);
  }
  assert.ok(!existsSync(join(folder, 'refused')));
});

test('the golden vectors are compared in int8 too, with errors that the tolerance of float32 does not pass', async () => {
  for (const family of ['llama', 'gpt2']) {
    const golden = fixture(`golden/${family}`);
    const args = ['model', 'verify', golden, '--golden', golden, '--weights', 'model.safetensors'];
    const { code, value } = (await host.codiJson([...args, '--precision', 'int8'])) as Told<{
      passed: boolean;
      files: { precision: string; largestRelativeError: number; comparisons: { compared: number }[] }[];
    }>;
    assert.deepEqual([code, value.passed], [4, false], family);
    const [file] = value.files;
    assert.equal(file?.precision, 'int8');
    assert.ok(file.largestRelativeError > 1e-4, `${family}: ${file.largestRelativeError}`);
    assert.ok(file.comparisons.length > 5);
  }
});
