import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { AnalysisError } from '../../words/errors.js';
import { readSource } from './read-source.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../src/datasets/fixtures/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'codiscope-source-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('GSM8K lines become problems; steps are counted and commas stripped from the gold', async () => {
  const source = await readSource(fixture('gsm8k-lines.jsonl'));
  assert.equal(source.form, 'gsm8k');
  assert.deepEqual(
    source.problems.map((p) => [p.gsm8k_id, p.answer, p.reasoning_steps, p.difficulty]),
    [
      ['gsm8k_gsm8k-lines_0', 72, 2, '2-step'],
      ['gsm8k_gsm8k-lines_1', 10, 2, '2-step'],
      ['gsm8k_gsm8k-lines_2', 1080, 3, '3-step'],
      ['gsm8k_gsm8k-lines_4', 42, 4, '4-step'],
      ['gsm8k_gsm8k-lines_5', 448000, 6, '5+step'],
    ],
  );
  assert.deepEqual(source.problems[1]?.steps, ['12/60=0.2', '0.2*50=10']);
  assert.deepEqual(source.refused, [{ line: 4, reason: 'no <<...>> step' }]);
});

test("The origin's JSON array is read, its own keys left out", async () => {
  const source = await readSource(fixture('origin-problems.json'));
  assert.equal(source.form, 'origin');
  assert.equal(source.sha256, '65c39539dcb5bc28b7d432877da5ffbe5cda342c3d355dafc3a5fef24698d20d');
  assert.deepEqual(
    source.problems.map((p) => [p.gsm8k_id, p.answer, p.difficulty]),
    [
      ['existing_0', 18, '2-step'],
      ['existing_6', 260, '3-step'],
      ['train_5832', 17, '2-step'],
    ],
  );
  assert.ok(!('needs_cot' in (source.problems[0] ?? {})));
});

test('The lines of the built-in generator are read', async () => {
  const path = fileURLToPath(new URL('../../../../models/codi-mini/test.jsonl', import.meta.url));
  const { form, problems } = await readSource(path);
  assert.equal(form, 'gsm-mini');
  assert.equal(problems.length, 2000);
  assert.deepEqual(problems[0], {
    gsm8k_id: 'test-90210-0',
    question:
      'Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. How many more dollars does Tina need?',
    answer: 10,
    reasoning_steps: 2,
    difficulty: '2-step',
    steps: ['6*2=12', '22-12=10'],
  });
});

test('The form is told by the content, not by the extension; a byte order mark and CRLF do no harm', async () => {
  const lines = readFileSync(fixture('gsm8k-lines.jsonl'), 'utf8');
  const source = await readSource(file('lines.json', `\ufeff${lines.replaceAll('\n', '\r\n')}`));
  assert.equal(source.form, 'gsm8k');
  assert.equal(source.problems.length, 5);
  const one = await readSource(file('one.txt', lines.split('\n')[0] ?? ''));
  assert.deepEqual(
    one.problems.map((problem) => problem.gsm8k_id),
    ['gsm8k_one_0'],
  );
});

const good = (id: string, more = ''): string =>
  `{"gsm8k_id":"${id}","question":"How many?","answer":1,"reasoning_steps":3,"difficulty":"3-step"${more}}`;

/** What is wrong: the file's content, and what the message must name. */
const wrongFiles: readonly [what: string, content: string | Uint8Array, message: RegExp][] = [
  ['an empty file', ' \n', /is empty/],
  ['a binary file', Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), /is a binary file/],
  ['text that is not UTF-8', Uint8Array.from([0x5b, 0xff, 0x5d]), /is not UTF-8/],
  ['a web page', '<!doctype html><html></html>', /is a web page/],
  ['truncated JSON', `[\n${good('a')},\n{"gsm8k_id":"b","ques`, /line 3 is no JSON/],
  ['a line that is no JSON', `${good('a')}\n{"gsm8k_id":\n${good('c')}`, /line 2 is no JSON/],
  ['plain text', 'How many apples?', /line 1 is no JSON/],
  ['an empty array', '[]', /is an empty array/],
  ['JSON that is no dataset', '{"name":"codiscope","version":"1"}', /no problem \(keys name, version\)/],
  ['an array of numbers', '[1, 2]', /line 1 is JSON but no problem/],
  [
    'a wrong type',
    `[\n${good('a')},\n${good('b').replace('"answer":1', '"answer":"1"')}]`,
    /line 3, field "answer"/,
  ],
  ['a missing key', `${good('a')}\n${good('b').replace('"question"', '"q"')}`, /line 2, field "question"/],
  [
    'a duplicate id',
    `[${good('a')},\n\n${good('a')}]`,
    /line 3, field "gsm8k_id": "a" is already that of line 1/,
  ],
  ['an unknown difficulty', `[${good('a').replace('3-step', 'hard')}]`, /line 1, field "difficulty"/],
  [
    'a contradicting difficulty',
    `[${good('a').replace('3-step', '4-step')}]`,
    /line 1, field "difficulty".*3-step/,
  ],
  ['another record within', `[${good('a')},\n7]`, /line 2, field "\(the whole line\)"/],
  [
    'a solution without any step',
    '{"question":"How many?","answer":"one\\n#### 1"}',
    /line 1, field "answer": no <<\.\.\.>> step/,
  ],
  [
    'a dataset of a later version',
    `{"schema_version":2,"kind":"dataset",\n"problems":[${good('a')}]}`,
    /line 1, field "schema_version"/,
  ],
  [
    'a dataset with a wrong problem',
    `{"schema_version":1,"kind":"dataset","source":"s","sampler":"none","seed":null,"test_mode":false,
"source_sha256":null,"refused_lines":[],"per_level":{"2-step":0,"3-step":2,"4-step":0,"5+step":0},
"problems":[
${good('a')},
${good('b').replace('"answer":1', '"answer":null')}]}`,
    /line 5, field "problems\.1\.answer"/,
  ],
  [
    'a wrong problem of a source that is called problems',
    `{"schema_version":1,"kind":"dataset","source":"problems","sampler":"none","seed":null,"test_mode":false,
"source_sha256":null,"refused_lines":[],"per_level":{"2-step":0,"3-step":2,"4-step":0,"5+step":0},
"problems":[
${good('a').replace('"answer":1', '"answer":null')}]}`,
    /line 4, field "problems\.0\.answer"/,
  ],
];

for (const [what, content, message] of wrongFiles) {
  test(`${what} is refused with its place`, async () => {
    const path = file('wrong.json', content);
    await assert.rejects(readSource(path), (error) => {
      assert.ok(error instanceof AnalysisError);
      assert.equal(error.code, 'BAD_DATASET');
      assert.ok(error.message.startsWith(path), error.message);
      assert.match(error.message, message);
      return true;
    });
  });
}

test('A file that is not there, or is a folder, is refused', async () => {
  for (const path of [join(folder, 'nowhere.json'), folder]) {
    await assert.rejects(
      readSource(path),
      (error) =>
        error instanceof AnalysisError && error.code === 'BAD_DATASET' && error.message.includes(path),
    );
  }
});
