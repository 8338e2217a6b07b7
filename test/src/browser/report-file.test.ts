import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { EXPERIMENTS, writeReport } from '@codiscope/analysis';

import { codi, codiJson, temporaryFolder } from '../harness/codi.js';
import { madeRun } from './made-run.js';

const folder = temporaryFolder({ after });

/** A run of three problems of each level, for the tests that leave it as it is. */
const small = join(folder, 'small');
await madeRun(small, { perLevel: 3 });

test('A report is written into the run folder, the same bytes each time and in whatever place the folder is', async () => {
  const second = join(folder, 'elsewhere/second');
  await madeRun(second, { perLevel: 3 });
  const { code, stdout, stderr } = await codi(['report', '--run', small]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /small\/report\.html: 12 problems, 0\.\d\d MB\n$/);
  const html = readFileSync(join(small, 'report.html'), 'utf8');
  await writeReport(second);
  assert.equal(html, readFileSync(join(second, 'report.html'), 'utf8'));
  await codi(['report', '--run', small, '--out', join(folder, 'other.html')]);
  assert.equal(html, readFileSync(join(folder, 'other.html'), 'utf8'));
  assert.ok(!html.includes(folder), 'no path of the machine');
});

test('Nothing in the file is loaded from anywhere, and its policy forbids it', async () => {
  const { file } = await writeReport(small, join(folder, 'closed.html'));
  const html = readFileSync(file, 'utf8');
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  assert.match(
    policy,
    /^default-src 'none'; script-src ('sha256-[^']+' ?)+; style-src 'sha256-[^']+'; base-uri 'none'/,
  );
  assert.doesNotMatch(policy, /unsafe|https?:|data:|\*/);
  assert.doesNotMatch(
    html,
    /<(?:link|img|iframe|script[^>]* src)|@import|sourceMappingURL|\beval\(|new Function\(/,
  );
});

test('--json tells what was written and what is missing', async () => {
  const run = join(folder, 'bare');
  await madeRun(run, { perLevel: 10, sections: false });
  const { code, value } = (await codiJson(['report', '--run', run])) as {
    code: number;
    value: { bytes: number; problems: number; missing: { title: string; verb: string }[] };
  };
  assert.deepEqual([code, value.problems], [0, 40]);
  assert.equal(value.bytes, statSync(join(run, 'report.html')).size);
  assert.deepEqual(
    value.missing.map(({ verb }) => verb),
    EXPERIMENTS.filter(({ required }) => !required).map(({ verb }) => verb),
  );
  const html = readFileSync(join(run, 'report.html'), 'utf8');
  for (const { title, verb } of value.missing) {
    assert.ok(html.includes(title), title);
    assert.ok(html.includes(`<code>codi ${verb} --run DIR</code>`), verb);
  }
});

test('What the made-up model does, step by step, is told', async () => {
  const run = join(folder, 'lens');
  await madeRun(run, { perLevel: 25 });
  const { file, missing } = await writeReport(run);
  assert.deepEqual(missing, []);
  const told = (begins: string): string =>
    [...readFileSync(file, 'utf8').matchAll(/<li>(.*)<\/li>/g)]
      .map(([, sentence]) => String(sentence))
      .find((sentence) => sentence.startsWith(begins)) ?? '';
  // The made-up model needs exactly as many thoughts as there are steps.
  assert.match(told('Cutting after thought k breaks'), /with too few thoughts 100 % .* with enough 0 %/);
  // Thought 1 says 99 for every eighth problem: indices 7, 15, .., 95.
  assert.match(told('The lens of thought k reads'), /k = 1: 88 of 100 \(88 %, 95 % interval 80\.2 to 93 %\)/);
  assert.match(
    told('The lens of thought k reads'),
    /in most problems for k = 1, 2, 3, 4, 6, more often than by chance for k = 5 /,
  );
});

test('A failed control and a model in reduced precision stand above everything; the failed one ends with 4', async () => {
  const run = join(folder, 'invalid');
  await madeRun(run, { perLevel: 3, failing: 2, dtype: 'int8' });
  const { code, stderr } = await codi(['report', '--run', run]);
  assert.equal(code, 4);
  assert.match(stderr, /^approximate: The model was run in int8/);
  assert.match(
    stderr,
    /codi: A control failed\. .* changed 2 of 12 problems \(gsm-mini-42-0, gsm-mini-42-1\)/,
  );
  const html = readFileSync(join(run, 'report.html'), 'utf8');
  const [invalid, approximate, findings] = [
    'banner invalid" role="alert"><strong>',
    'banner approximate" role',
    'id="findings-title"',
  ].map((text) => html.indexOf(text));
  assert.ok(invalid !== undefined && approximate !== undefined && findings !== undefined);
  assert.ok(0 < invalid && invalid < approximate && approximate < findings);
});

test('Results that are missing, torn or of another run are refused with the file and the remedy', async () => {
  const run = join(folder, 'broken');
  await madeRun(run, { perLevel: 3 });
  const results = join(run, 'results');
  const attempt = async (name: string, text: string | null, message: RegExp): Promise<void> => {
    const path = join(results, name);
    copyFileSync(path, join(folder, 'kept'));
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
    await assert.rejects(writeReport(run), { message, name: 'AnalysisError' });
    copyFileSync(join(folder, 'kept'), path);
  };
  const read = (name: string): string => readFileSync(join(results, name), 'utf8');
  await attempt(
    'summary_statistics.json',
    null,
    /summary_statistics\.json cannot be read .*run the experiment/,
  );
  await attempt('lens_12.json', '{', /lens_12\.json cannot be read/);
  await attempt('lens_12.json', '{"kind":"lens"}', /lens_12\.json, field "schema_version"/);
  const other = read('routing_12.json').replace('f'.repeat(64), 'e'.repeat(64));
  await attempt(
    'routing_12.json',
    other,
    /routing results are of another model than the run; run that experiment again/,
  );
  const questions = read('full_dataset_12.json').replace('?', '!');
  await attempt('full_dataset_12.json', questions, /holds other problems than the run was made with/);
  await writeReport(run);
  rmSync(join(results, 'summary_statistics.json'));
  const { code, stderr } = await codi(['report', '--run', run]);
  assert.equal(code, 1);
  assert.match(stderr, /summary_statistics\.json cannot be read .*run the experiment/);
});

test('1,000 problems with every section stay below 5 MB, and so do all layers of a model with 32 heads', async () => {
  const sizes = [
    { layers: Array.from({ length: 8 }, (_, layer) => ({ layer, name: String(layer) })), heads: 6 },
    {
      layers: Array.from({ length: 16 }, (_, layer) => ({ layer, name: String(layer) })),
      heads: 32,
      sections: false,
    },
  ];
  for (const [index, size] of sizes.entries()) {
    const run = join(folder, `large-${index}`);
    await madeRun(run, { perLevel: 250, ...size });
    const { file } = await writeReport(run);
    const bytes = statSync(file).size;
    assert.ok(bytes < 5e6, `${size.layers.length} layers of ${size.heads} heads: ${bytes} bytes`);
  }
});
