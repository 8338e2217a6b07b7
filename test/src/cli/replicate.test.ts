import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import {
  createDataset,
  datasetText,
  replicationResultsSchema,
  replicationStages,
  replicationTable,
  type ReplicatedProblem,
  type ReplicationStage,
} from '@codiscope/analysis';

import { codiHost } from '../harness/codi-host.js';
import { filesOf, temporaryFolder } from '../harness/codi.js';
import { fixture } from '../harness/problems.js';
import { seeded } from '../harness/seeded.js';

const DOCUMENT = fileURLToPath(new URL('../../../docs/replication.md', import.meta.url));

/** `codi replicate` of codi-mini in float32, on a CPU with AVX2: what its rollouts gave by problem, and its result file. */
const stored = JSON.parse(readFileSync(fixture('replication.json'), 'utf8')) as {
  readonly results: unknown;
  readonly problems: readonly ReplicatedProblem[];
};
const storedResults = replicationResultsSchema.parse(stored.results);

/**
 * How far two correct kernels may be apart in an attention weight (relative) or a log-probability (nats, relative above
 * one): each may be 1e-4 from the official implementation, which is what `codi model verify` allows. With the AVX kernels
 * instead of AVX2's the largest difference in these 2,400 rollouts was 0.7e-4 and 1.0e-4.
 */
const ROUNDING = 2e-4;

/**
 * A decision within 0.01 logits, in some rollout of these problems. All others are further apart than 0.03, and rounding
 * moves a margin by less than 1e-3.
 */
const NEARLY_TIED = new Set([31, 73, 87, 89].map((number) => `gsm-mini-42-${number}`));

// Before the first test: hooks at the end run as soon as no test is left, though the file may not be read to its end.
const folder = temporaryFolder({ after });
const { codi } = await codiHost({ after }, { serving: 'codi-mini', cwd: folder });

/** The cells of a table in Markdown, however it is laid out. */
function cells(table: string): string[][] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

/** Every number of a stage by its place; those that are missing are null. */
function numbersOf(stage: ReplicationStage): Map<string, number | null> {
  const found = new Map<string, number | null>();
  const walk = (value: unknown, place: string): void => {
    if (typeof value === 'number' || value === null) found.set(place, value);
    else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) walk(inner, `${place}/${key}`);
  };
  walk(stage, '');
  return found;
}

/** The same problem as other kernels might have computed it; flips stay. */
function rounded(problem: ReplicatedProblem, random: () => number): ReplicatedProblem {
  const off = (): number => ROUNDING * (2 * random() - 1);
  const weights = (row: readonly number[]): number[] => row.map((weight) => weight * (1 + off()));
  const { origin, official } = problem;
  return {
    ...problem,
    origin: { ...origin, window: weights(origin.window), aligned: weights(origin.aligned) },
    official: {
      ...official,
      drops: official.drops?.map((drop) => drop + off() * Math.max(1, Math.abs(drop))) ?? null,
      eot: weights(official.eot),
      number: official.number && weights(official.number),
    },
  };
}

test('The stored rollouts give the numbers of the stored result file, bit for bit, and the table of docs/replication.md', () => {
  const stages = replicationStages(stored.problems, storedResults.resampling);
  assert.deepEqual(stages.map(numbersOf), storedResults.stages.map(numbersOf));
  assert.deepEqual(
    stages.map(({ conclusion }) => conclusion),
    storedResults.stages.map(({ conclusion }) => conclusion),
  );
  const [, documented = ''] =
    /<!-- table -->([\s\S]*)<!-- end of table -->/.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  assert.deepEqual(cells(documented), cells(replicationTable({ ...storedResults, stages })));
  assert.equal(cells(documented).length, 9);
});

const resampling = { resamples: 200, seed: storedResults.resampling.seed };
const replicate = (run: string, ...more: string[]) =>
  codi([
    'replicate',
    '--dataset',
    'some.json',
    '--run',
    run,
    '--resamples',
    '200',
    '--markdown',
    'table.md',
    ...more,
  ]);

/** Five problems of each level whose answers no rounding turns, in a dataset file; tells their ids. */
async function someProblems(): Promise<string[]> {
  const whole = await createDataset({ source: 'gsm-mini', perLevel: 25 });
  assert.deepEqual(
    whole.problems.map(({ gsm8k_id: id }) => id),
    stored.problems.map(({ id }) => id),
    'the stored problems are the default ones',
  );
  const clear = whole.problems.filter(({ gsm8k_id: id }) => !NEARLY_TIED.has(id));
  const seen = { '2-step': 0, '3-step': 0, '4-step': 0, '5+step': 0 };
  const problems = clear.filter(({ difficulty }) => ++seen[difficulty] <= 5);
  const counts = { '2-step': 5, '3-step': 5, '4-step': 5, '5+step': 5 };
  writeFileSync(join(folder, 'some.json'), datasetText({ ...whole, per_level: counts, problems }));
  return problems.map(({ gsm8k_id: id }) => id);
}

test('A run agrees with the stored one within what rounding can do to each number, and concludes the same', async (context) => {
  const ids = await someProblems();
  const run = await replicate('first');
  assert.equal(run.code, 0, run.stderr);
  const found = replicationResultsSchema.parse(
    JSON.parse(readFileSync(join(folder, 'first/results/replication_20.json'), 'utf8')),
  );
  assert.deepEqual(cells(readFileSync(join(folder, 'table.md'), 'utf8')), cells(replicationTable(found)));
  assert.deepEqual(
    [found.layer, found.attention_layer],
    [storedResults.layer, storedResults.attention_layer],
  );

  const problems = stored.problems.filter(({ id }) => ids.includes(id));
  const expected = replicationStages(problems, resampling);
  const random = seeded(20251126);
  const copies = Array.from({ length: 10 }, () =>
    replicationStages(
      problems.map((problem) => rounded(problem, random)),
      resampling,
    ).map(numbersOf),
  );
  let used = 0;
  for (const [stage, wanted] of expected.entries()) {
    const numbers = numbersOf(wanted);
    const seen = numbersOf(found.stages[stage] ?? assert.fail());
    assert.deepEqual([...seen.keys()], [...numbers.keys()]);
    /** Twice the largest change in ten copies; a share of resamples also moves by whole ones. */
    const toleranceOf = (place: string): number => {
      const changes = copies.map((copy) =>
        Math.abs((copy[stage]?.get(place) ?? Number.NaN) - (numbers.get(place) ?? Number.NaN)),
      );
      return 2 * Math.max(...changes) + (place === '/conditional/p' ? 2 / (resampling.resamples + 1) : 0);
    };
    for (const [place, number] of numbers) {
      const value = seen.get(place) ?? null;
      if (number === null || value === null) assert.equal(value, number, `stage ${stage}${place}`);
      else {
        const tolerance = toleranceOf(place);
        const difference = Math.abs(value - number);
        assert.ok(
          difference <= tolerance,
          `stage ${stage}${place}: ${value}, stored ${number} +- ${tolerance}`,
        );
        if (tolerance > 0) used = Math.max(used, difference / tolerance);
      }
    }
    const deciding = stage === expected.length - 1 ? '/conditional/p' : '/pooled/p';
    const p = numbers.get(deciding) ?? null;
    if (p === null || Math.abs(p - 0.05) > toleranceOf(deciding))
      assert.equal(found.stages[stage]?.conclusion, wanted.conclusion, `stage ${stage}`);
  }
  context.diagnostic(`the largest difference is ${used.toPrecision(2)} of its tolerance`);
});

test('Two runs on one machine write the same bytes, and a finished one is not run over', async () => {
  const first = filesOf(join(folder, 'first'));
  assert.ok([...first.keys()].some((name) => name.endsWith('replication_waterfall.pdf')));
  assert.equal((await replicate('second')).code, 0);
  assert.deepEqual(filesOf(join(folder, 'second')), first);
  assert.equal((await replicate('first')).code, 1, 'a finished run is not run over');
  assert.equal((await replicate('first', '--resume')).code, 0);
  assert.deepEqual(filesOf(join(folder, 'first')), first);
});

test('a layer that has none before it is refused, and nothing is left', async () => {
  const ended = await codi(['replicate', '--run', 'refused', '--layer', '0']);
  assert.notEqual(ended.code, 0);
  assert.match(ended.stderr, /--layer is 0; .*use 1 or more/);
  assert.ok(![...filesOf(folder).keys()].some((name) => name.startsWith('refused')));
});
