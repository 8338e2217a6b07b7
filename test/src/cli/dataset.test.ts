import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { datasetSchema, type Dataset } from '@codiscope/analysis';

import { codiHost } from '../harness/codi-host.js';
import { temporaryFolder, type Told } from '../harness/codi.js';

const cwd = temporaryFolder({ after });
const { codi, codiJson } = await codiHost({ after }, { cwd });
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../analysis/src/datasets/fixtures/${name}`, import.meta.url));

interface Created {
  readonly out: string;
  readonly sha256: string;
  readonly problems: number;
}

async function create(...args: string[]): Promise<{ told: Created; file: Dataset; stderr: string }> {
  const { code, value, stderr } = (await codiJson(['dataset', 'create', ...args])) as Told<Created>;
  assert.equal(code, 0, stderr);
  return {
    told: value,
    file: datasetSchema.parse(JSON.parse(readFileSync(join(cwd, value.out), 'utf8'))),
    stderr,
  };
}

test('Without options, 100 generated problems stand in full_dataset_100.json, and again the same', async () => {
  const { told, file } = await create();
  assert.deepEqual(
    [told.out, told.problems, file.source, file.seed],
    ['full_dataset_100.json', 100, 'gsm-mini', 42],
  );
  assert.deepEqual(file.per_level, { '2-step': 25, '3-step': 25, '4-step': 25, '5+step': 25 });
  const again = await create('--out', 'again.json');
  assert.equal(again.told.sha256, told.sha256);
  assert.equal(readFileSync(join(cwd, 'again.json'), 'utf8'), readFileSync(join(cwd, told.out), 'utf8'));
  const other = await create('--seed', '7', '--per-level', '2', '--out', 'other.json');
  assert.equal(other.told.problems, 8);
  assert.notEqual(other.file.problems[0]?.question, file.problems[0]?.question);
});

test('The test mode takes ten problems: 3, 3, 2 and 2', async () => {
  const { told, file } = await create('--test-mode');
  assert.equal(told.out, 'test_dataset_10.json');
  assert.deepEqual(file.per_level, { '2-step': 3, '3-step': 3, '4-step': 2, '5+step': 2 });
});

test('GSM8K lines become problems, and lines that are none are told', async () => {
  const { file, stderr } = await create(
    '--source',
    fixture('gsm8k-lines.jsonl'),
    '--per-level',
    '1',
    '--out',
    'gsm8k.json',
  );
  assert.equal(file.source, 'gsm8k-lines.jsonl');
  assert.deepEqual(file.per_level, { '2-step': 1, '3-step': 1, '4-step': 1, '5+step': 1 });
  assert.deepEqual(
    file.refused_lines.map(({ line }) => line),
    [4],
  );
  assert.match(stderr, /1 line of the source was left out; line 4: no <<\.\.\.>> step/);
});

test("The python sampler draws the origin's own problems from a file of its form", async () => {
  const origin = JSON.parse(readFileSync(fixture('origin-sample.json'), 'utf8')) as {
    pool: [id: string, steps: number][];
    python_25_seed_42: string[];
    python_test_seed_42: string[];
  };
  const level = (steps: number): string => (steps <= 2 ? '2-step' : steps >= 5 ? '5+step' : `${steps}-step`);
  const pool = origin.pool.map(([id, steps]) => ({
    gsm8k_id: id,
    question: `How many are ${id}?`,
    answer: 1,
    reasoning_steps: steps,
    difficulty: level(steps),
  }));
  writeFileSync(join(cwd, 'stratified_1000.json'), JSON.stringify(pool));
  const draw = ['--source', 'stratified_1000.json', '--sampler', 'python', '--seed', '42'];
  const ids = ({ problems }: Dataset): string[] => problems.map((problem) => problem.gsm8k_id);
  assert.deepEqual(ids((await create(...draw, '--out', 'origin.json')).file), origin.python_25_seed_42);
  assert.deepEqual(
    ids((await create(...draw, '--test-mode', '--out', 'origin10.json')).file),
    origin.python_test_seed_42,
  );
});

test("The origin's own records are read, and too small a file is refused by level", async () => {
  const source = fixture('origin-problems.json');
  const { code, stdout, stderr } = await codi(['dataset', 'create', '--source', source, '--per-level', '1']);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /0 of level 4-step \(1 are asked for\), 0 of level 5\+step/);
});

test('The generator writes training lines, none of them an excluded question', async () => {
  const lines = (name: string): { question: string }[] =>
    readFileSync(join(cwd, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { question: string });
  const args = ['dataset', 'create', '--format', 'jsonl', '--seed', '1'];
  const { value } = await codiJson([...args, '--count', '50', '--out', 'a.jsonl']);
  assert.deepEqual(value, { out: 'a.jsonl', seed: 1, count: 50 });
  await codi([...args, '--count', '60', '--exclude', 'a.jsonl', '--out', 'b.jsonl']);
  const excluded = new Set(lines('a.jsonl').map(({ question }) => question));
  assert.deepEqual([excluded.size, lines('b.jsonl').length], [50, 60]);
  assert.ok(lines('b.jsonl').every(({ question }) => !excluded.has(question)));
});

test('Options that would do nothing are refused', async () => {
  for (const [args, says] of [
    [['--count', '3'], /--count does nothing with --format dataset/],
    [
      ['--format', 'jsonl', '--out', 'x.jsonl', '--test-mode'],
      /--test-mode does nothing with --format jsonl/,
    ],
    [['--format', 'jsonl'], /needs --out/],
    [['--sampler', 'python'], /draws from a file/],
    [['--test-mode', '--per-level', '3'], /cannot also be provided/],
  ] as const) {
    const { code, stdout, stderr } = await codi(['dataset', 'create', ...args]);
    assert.deepEqual([code, stdout], [2, ''], args.join(' '));
    assert.match(stderr, says);
  }
});
