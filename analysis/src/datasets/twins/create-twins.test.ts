import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { AnalysisError } from '../../words/errors.js';
import { createDataset } from '../create-dataset.js';
import { readDataset } from '../dataset-file.js';
import { countByLevel } from '../samplers/levels.js';
import { createTwins } from './create-twins.js';
import { readTwins, twinsFileName, twinsText, writeTwins } from './twins-file.js';
import type { Twins } from './twins.js';

const testFile = fileURLToPath(new URL('../../../../models/codi-mini/test.jsonl', import.meta.url));
const gsm8kFile = fileURLToPath(new URL('../../../src/datasets/fixtures/gsm8k-lines.jsonl', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'codiscope-twins-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** How many pairs of so many steps begin to differ at each step. */
function spread({ pairs }: Twins, steps: number): number[] {
  return Array.from(
    { length: steps },
    (_, index) =>
      pairs.filter((pair) => pair.twin_steps.length === steps && pair.first_changed_step === index + 1)
        .length,
  );
}

test('The same seed gives the same bytes, another seed other pairs, with as many of each level as asked for', async () => {
  const twins = await createTwins({ source: 'gsm-mini' });
  assert.equal(twinsText(twins), twinsText(await createTwins({ source: 'gsm-mini', seed: 42 })));
  assert.notEqual(twinsText(twins), twinsText(await createTwins({ source: 'gsm-mini', seed: 43 })));
  assert.deepEqual(countByLevel(twins.pairs.map((pair) => pair.twin)), twins.per_level);
  assert.equal(twinsFileName(twins), 'twins_100.json');
  const perLevel = { '2-step': 1, '3-step': 0, '4-step': 2, '5+step': 3 };
  const few = await createTwins({ source: { file: testFile }, perLevel });
  assert.deepEqual(countByLevel(few.pairs.map((pair) => pair.problem)), perLevel);
});

test('Generated pairs share no question with the default dataset, the held-out problems or each other', async () => {
  const { pairs } = await createTwins({ source: 'gsm-mini', perLevel: 250 });
  const questions = pairs.flatMap(({ problem, twin }) => [problem.question, twin.question]);
  assert.equal(new Set(questions).size, 2000);
  const reserved = new Set(
    [await createDataset({ source: 'gsm-mini' }), await readDataset(testFile)].flatMap(({ problems }) =>
      problems.map((problem) => problem.question),
    ),
  );
  assert.equal(reserved.size, 2100);
  for (const question of questions) assert.ok(!reserved.has(question), question);
});

test('The first changed step is spread evenly over the steps of a problem', async () => {
  const twins = await createTwins({ source: 'gsm-mini', perLevel: 250 });
  for (let steps = 2; steps <= 6; steps++) {
    const counts = spread(twins, steps);
    const even = counts.reduce((sum, count) => sum + count, 0) / steps;
    for (const count of counts)
      assert.ok(Math.abs(count - even) <= 1, `${steps} steps: ${counts.join(', ')}`);
  }
});

test('Excluded questions occur neither as a problem nor as a twin', async () => {
  const first = await createTwins({ source: 'gsm-mini', perLevel: 5 });
  const exclude = first.pairs.map((pair) => pair.twin.question);
  const second = await createTwins({ source: 'gsm-mini', perLevel: 5, exclude });
  for (const { problem, twin } of second.pairs) {
    assert.ok(!exclude.includes(problem.question) && !exclude.includes(twin.question));
  }
});

test('What is written is read back, and drawn problems without a twin are kept with the reason', async () => {
  const twins = await createTwins({ source: { file: testFile }, perLevel: 40, seed: 5 });
  assert.equal(twins.source, 'test.jsonl');
  assert.match(twins.source_sha256 ?? '', /^[0-9a-f]{64}$/);
  assert.ok(twins.refused_problems.length > 0);
  const path = join(folder, 'twins.json');
  await writeTwins(path, twins);
  const again = await readTwins(path);
  assert.deepEqual(again, twins);
  assert.equal(twinsText(again), readFileSync(path, 'utf8'));
});

test('A file whose pairs do not calculate is refused with the field', async () => {
  const twins = await createTwins({ source: 'gsm-mini', perLevel: 1 });
  const broken = (change: (pair: Twins['pairs'][number]) => object): string => {
    const [first, ...others] = twins.pairs;
    assert.ok(first);
    return JSON.stringify({ ...twins, pairs: [...others, { ...first, ...change(first) }] });
  };
  const cases: readonly [string, RegExp][] = [
    ['{"kind":', /is no JSON/],
    [JSON.stringify({ ...twins, schema_version: 2 }), /field "schema_version"/],
    [JSON.stringify({ ...twins, pairs: [twins.pairs[0], twins.pairs[0]] }), /occurs twice/],
    [broken(({ twin }) => ({ twin: { ...twin, answer: twin.answer + 1 } })), /pairs\.3.*do not follow/],
    [broken(({ first_changed_step: step }) => ({ first_changed_step: step + 1 })), /pairs\.3.*do not follow/],
    [broken(({ changed_number: n }) => ({ changed_number: { ...n, to: n.to + 1 } })), /do not follow/],
    [broken(({ problem }) => ({ problem: { ...problem, answer: 61 } })), /last step is not its answer/],
    [
      broken(({ problem }) => ({ problem: { ...problem, question: 'How many?' } })),
      /number that does not stand there/,
    ],
  ];
  const path = join(folder, 'broken.json');
  for (const [content, message] of cases) {
    writeFileSync(path, content);
    await assert.rejects(readTwins(path), (error) => {
      assert.ok(error instanceof AnalysisError && error.code === 'BAD_DATASET');
      assert.match(error.message, message);
      return true;
    });
  }
});

test('Too few twins are refused with the counts and the reasons, and options that mean nothing as such', async () => {
  await assert.rejects(createTwins({ source: { file: gsm8kFile }, perLevel: 2 }), (error) => {
    assert.ok(error instanceof AnalysisError && error.code === 'BAD_DATASET');
    assert.match(error.message, /0 of level 2-step \(2 are asked for\)/);
    assert.match(error.message, /an operand from nowhere: 2/);
    return true;
  });
  await assert.rejects(
    createTwins({ source: 'gsm-mini', values: { lowest: 0, highest: 1 }, perLevel: 1 }),
    /The generator gives too few twins.*a value is out of range: 200/,
  );
  for (const options of [
    { perLevel: -1 },
    { perLevel: 0 },
    { seed: 0.5 },
    { values: { lowest: 5, highest: 4 } },
  ]) {
    await assert.rejects(
      createTwins({ source: 'gsm-mini', ...options }),
      (error) => error instanceof AnalysisError && error.code === 'BAD_ARGUMENT',
    );
  }
});
