import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { codiHost } from '../harness/codi-host.js';
import {
  codi,
  codiServe,
  startCodi,
  temporaryFolder,
  twoAtATime,
  type Ended,
  type Told,
} from '../harness/codi.js';
import { fixture } from '../harness/problems.js';
import { until } from '../harness/waiting.js';

const folder = temporaryFolder({ after });
const host = await codiHost({ after }, { serving: 'codi-mini', cwd: folder });
const address = host.address ?? assert.fail('it serves');
const served = { cwd: folder, env: { CODI_SERVER: address, CODISCOPE_CACHE: join(folder, 'cache') } };
const alone = { cwd: folder, env: { CODI_SERVER: '', CODISCOPE_CACHE: join(folder, 'cache') } };
const golden = fixture('golden/llama');

interface Failed {
  readonly error: { readonly code: string; readonly message: string; readonly exit: number };
}

/** Commands, their exit codes, their stable reasons, and what people are told. */
type Case = readonly [
  exit: number,
  reason: string,
  says: RegExp,
  args: readonly string[],
  options?: typeof served | typeof alone,
];

const experiment = ['--test-mode', '--run', 'refused'];
const cases: readonly Case[] = [
  [2, 'BAD_USAGE', /no command "ablat"; did you mean "codi ablate"/, ['ablat']],
  [2, 'BAD_USAGE', /no command "modle list"; did you mean "codi model list"/, ['modle', 'list']],
  [2, 'BAD_USAGE', /Nonexistent flag: --foo/, ['ablate', '--foo']],
  [2, 'BAD_USAGE', /--method=foo to be one of: zero/, ['ablate', '--method', 'foo']],
  [2, 'BAD_USAGE', /--top: Expected an integer/, ['ask', 'How many?', '--top', '0']],
  [2, 'BAD_USAGE', /Missing required flag run/, ['analyze']],
  [2, 'BAD_USAGE', /--run: Expected a folder/, ['ablate', '--run', '']],
  [
    2,
    'BAD_USAGE',
    /--dataset=x\.json cannot also be provided/,
    ['ablate', '--test-mode', '--dataset', 'x.json'],
  ],
  [
    2,
    'BAD_USAGE',
    /--tolerance: Expected a number/,
    ['model', 'verify', golden, '--golden', golden, '--tolerance', 'x'],
  ],
  [2, 'BAD_USAGE', /give one HOST:PORT/, ['model', 'info', '--server', 'nowhere']],
  [2, 'BAD_ARGUMENT', /"quux"; use singles, pairs, triplets/, ['ablate', '--sets', 'quux', ...experiment]],
  [
    2,
    'BAD_ARGUMENT',
    /--sets names thought 7; the model has thoughts 1 to 6/,
    ['ablate', '--sets', '1,2+7', ...experiment],
  ],
  [2, 'BAD_ARGUMENT', /--layer has "99"; .* 0 to 7/, ['ablate', '--layer', '99', ...experiment]],
  [2, 'BAD_ARGUMENT', /--layers has "-1"/, ['attend', '--layers=2,-1', ...experiment]],
  [
    2,
    'BAD_ARGUMENT',
    /--max-new-tokens is 1000; .* at most 64/,
    ['run', '--max-new-tokens', '1000', ...experiment],
  ],
  [2, 'OTHER_MODEL', /serves codi-mini, not other/, ['model', 'info', '--model', 'other']],
  [1, 'BAD_ROLLOUT_REQUEST', /text: is empty; give a question/, ['ask', ' ']],
  [1, 'BAD_ROLLOUT_REQUEST', /takes at most 184/, ['ask', 'apples '.repeat(300)]],
  [1, 'COMMAND_LINE_TOO_LONG', /shorten the question/, ['ask', 'apples '.repeat(9000)], alone],
  [1, 'NOT_FOUND', /no model nope; known: codi-mini/, ['ask', 'How many?', '--model', 'nope'], alone],
  [1, 'NOT_FOUND', /no model nope/, ['serve', '--model', 'nope'], alone],
  [1, 'BAD_DATASET', /nope\.jsonl cannot be read/, ['ablate', '--dataset', 'nope.jsonl', '--run', 'refused']],
  [1, 'BAD_RUN_FOLDER', /nowhere has no run\.json/, ['analyze', '--run', 'nowhere']],
];

/** Under --json a failure is the one value on stdout. */
async function fails([exit, reason, says, args, options = served]: Case): Promise<void> {
  const command = args.join(' ').slice(0, 80);
  const { code, value } = (await host.codiJson(args, options)) as Told<Failed>;
  assert.deepEqual(
    [code, value.error.exit, value.error.code],
    [exit, exit, reason],
    `${command}: ${value.error.message}`,
  );
  assert.match(value.error.message, says, command);
}

/** Without it, it is a line on stderr; here each command is a process of its own. */
async function failsInWords([exit, , says, args, options = served]: Case): Promise<void> {
  const command = args.join(' ').slice(0, 80);
  const { code, stdout, stderr } = await codi(args, options);
  assert.deepEqual([code, stdout], [exit, ''], `${command}: ${stderr}`);
  assert.match(stderr, says, command);
  assert.match(stderr, /^codi: .*\n$/m, command);
}

test('Wrong usage exits with 2, and what is wrong with the world with 1', async () => {
  for (const each of cases) await fails(each);
  assert.ok(!existsSync(join(folder, 'refused')), 'wrong settings leave no run folder behind');
});

test('Without --json the same is said in words on stderr, and stdout stays empty', async () => {
  const oneOfEach = new Map(
    cases.filter(([, , , , options]) => options !== alone).map((each) => [each[1], each]),
  );
  assert.ok(oneOfEach.size >= 6);
  await twoAtATime([...oneOfEach.values()], failsInWords);
});

test('Help and version exit with 0', async () => {
  await twoAtATime([['--help'], ['--version'], ['ablate', '--help'], ['model']], async (args) => {
    const { code, stdout, stderr } = await codi(args);
    assert.deepEqual([code, stderr], [0, ''], args.join(' '));
    assert.ok(stdout.length > 0);
  });
});

test('A server that is not there, or is none, exits with 3 and says what helps', async (context) => {
  await fails([
    3,
    'SERVER_UNREACHABLE',
    /no server answers at 127\.0\.0\.1:1; start one with `codi serve`/,
    ['ask', 'How many?', '--server', '127.0.0.1:1'],
  ]);
  // Takes connections and never says a word.
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  context.after(() => silent.close());
  await until(() => silent.listening, 'the silent server listens');
  const { port } = silent.address() as { port: number };
  await fails([
    3,
    'SERVER_UNREACHABLE',
    /no server answers/,
    ['model', 'info', '--server', `127.0.0.1:${port}`],
  ]);
});

test('A port that is taken exits with 1', async () => {
  const port = address.split(':')[1] ?? '';
  await fails([
    1,
    'PORT_UNAVAILABLE',
    /choose another port, 0 takes a free one/,
    ['serve', '--port', port],
    alone,
  ]);
});

test('A run folder whose place is taken by a file exits with 1', async () => {
  writeFileSync(join(folder, 'file'), '');
  for (const place of ['file', 'file/below']) {
    await fails([
      1,
      'UNWRITABLE',
      /file.* where a folder is needed/,
      ['ablate', '--test-mode', '--run', place],
    ]);
  }
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'other', 'letter.txt'), '');
  await fails([
    1,
    'BAD_RUN_FOLDER',
    /no run\.json, so it is no run folder/,
    ['ablate', '--test-mode', '--run', 'other'],
  ]);
});

test('A dataset file that is not what it says exits with 1 and names file and line', async () => {
  writeFileSync(join(folder, 'picture.json'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]));
  writeFileSync(join(folder, 'half.jsonl'), '{"question": "How many?", "answer": "#### 1"}\n{"quest');
  writeFileSync(join(folder, 'wrong.json'), '{"schema_version": 1, "kind": "dataset", "problems": []}');
  for (const name of ['picture.json', 'half.jsonl', 'wrong.json']) {
    const says = new RegExp(name.replace('.', '\\.'));
    await fails([1, 'BAD_DATASET', says, ['dataset', 'create', '--source', name, '--out', 'never.json']]);
    await fails([1, 'BAD_DATASET', says, ['ablate', '--dataset', name, '--run', 'never']]);
  }
  assert.ok(!existsSync(join(folder, 'never.json')) && !existsSync(join(folder, 'never')));
});

test('A checkpoint that is missing, cut off or hostile exits with 1, and nothing in it is executed', async () => {
  const copy = (name: string, file: string, change: (bytes: Buffer) => Buffer): string => {
    const path = join(folder, name);
    cpSync(golden, path, {
      recursive: true,
      filter: (source) => !/(model\.safetensors|\.bin)$/.test(source),
    });
    writeFileSync(join(path, file), change(readFileSync(join(golden, file))));
    return path;
  };
  const cut = copy('cut', 'model.safetensors', (bytes) => bytes.subarray(0, bytes.length / 2));
  const torn = copy('torn', 'pytorch_model.bin', (bytes) => bytes.subarray(0, bytes.length - 100));
  // Python wrote it; torch.load would run the command, whose place another of the same length takes.
  const pickle = fileURLToPath(new URL('../../../models/fixtures/hostile_global.bin', import.meta.url));
  const bytes = readFileSync(pickle);
  bytes.write('touch owned!!', bytes.indexOf('echo executed'), 'latin1');
  const hostile = copy('hostile', 'pytorch_model.bin', () => bytes);
  mkdirSync(join(folder, 'empty'));

  const refused: readonly Case[] = [
    [1, 'MISSING_FILE', /empty lacks config\.json/, ['model', 'check', join(folder, 'empty')], alone],
    [1, 'BAD_FILE', /model\.safetensors/, ['model', 'check', cut], alone],
    [1, 'BAD_FILE', /pytorch_model\.bin/, ['model', 'check', torn], alone],
    [1, 'HOSTILE_FILE', /posix\.system/, ['model', 'check', hostile], alone],
    [1, 'HOSTILE_FILE', /posix\.system/, ['serve', '--port', '0', '--model', hostile], alone],
  ];
  for (const each of refused) await fails(each);
  assert.ok(!existsSync(join(folder, 'owned!!')), 'the command in the pickle has run');
});

test('A checkpoint beyond the tolerance exits with 4 and still tells its errors', async () => {
  const { code, value } = (await host.codiJson(
    ['model', 'verify', golden, '--golden', golden, '--weights', 'model.safetensors', '--tolerance', '0'],
    alone,
  )) as Told<{ passed: boolean; files: { largestRelativeError: number }[] }>;
  assert.deepEqual([code, value.passed], [4, false]);
  assert.ok((value.files[0]?.largestRelativeError ?? 0) > 0);
});

const interrupted = async (args: readonly string[], signal: NodeJS.Signals): Promise<Ended> => {
  const { child, printed, ended } = startCodi(args, served);
  await until(() => printed.stderr.includes('ablate '), 'a quarter is done');
  child.kill(signal);
  return ended;
};

test('Ctrl-C in the middle of an ablation exits with 130, and everything that was finished is kept', async () => {
  const args = ['ablate', '--sets', 'lattice', '--per-level', '10', '--run', 'interrupted'];
  const first = await interrupted(args, 'SIGINT');
  assert.equal(first.code, 130, first.stderr);
  assert.match(
    first.stderr,
    /what was finished is in interrupted; go on with --resume\ncodi: interrupted\n$/,
  );
  const journal = (): number =>
    readFileSync(join(folder, 'interrupted/results/rollouts.jsonl'), 'utf8').split('\n').length - 2;
  const kept = journal();
  const [, shown, total] = /ablate (\d+)\/(\d+)\n(?!ablate)/.exec(first.stderr) ?? [];
  assert.ok(
    kept >= Number(shown) && kept < Number(total),
    `${kept} kept, ${String(shown)} of ${String(total)} shown`,
  );
  assert.ok(!existsSync(join(folder, 'interrupted/.lock')), 'the folder is given back');

  const second = await interrupted([...args, '--resume', '--json'], 'SIGTERM');
  assert.equal(second.code, 130, second.stderr);
  assert.deepEqual(JSON.parse(second.stdout), {
    error: { code: 'INTERRUPTED', message: 'interrupted', exit: 130 },
  });
  assert.ok(journal() >= kept);
});

test('A second Ctrl-C waits for the step under way instead of aborting it', async () => {
  const args = ['ablate', '--sets', 'lattice', '--per-level', '10', '--run', 'interrupted-twice'];
  // Embedded, so that the step runs in the process that is interrupted.
  const { child, printed, ended } = startCodi(args, { cwd: folder });
  await until(() => printed.stderr.includes('ablate '), 'a quarter is done');
  child.kill('SIGINT');
  // Two signals that come together are one.
  await delay(20);
  child.kill('SIGINT');
  const { code, stderr } = await ended;
  assert.equal(code, 130, stderr);
  assert.doesNotMatch(stderr, /Napi|terminate/);
  assert.ok(!existsSync(join(folder, 'interrupted-twice/.lock')), 'the folder is given back');
});

test('A server that is stopped exits with 0', async (context) => {
  const { running } = await codiServe(context);
  running.child.kill('SIGINT');
  assert.equal((await running.ended).code, 0);
});
