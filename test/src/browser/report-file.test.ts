import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { codi, codiJson, temporaryFolder } from '../harness/codi.js';
import { madeRun } from './made-run.js';

const folder = temporaryFolder({ after });

async function report(run: string, ...args: string[]): Promise<string> {
  const ended = await codi(['report', '--run', run, ...args]);
  assert.equal(ended.code, 0, ended.stderr);
  return ended.stdout;
}

test('A report is written into the run folder, the same bytes each time and in whatever place the folder is', async () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'elsewhere/second')];
  for (const run of [first, second]) await madeRun(run, { perLevel: 3 });
  const told = await report(first);
  assert.match(told, /first\/report\.html: 12 problems, 0\.\d\d MB\n$/);
  await report(second);
  const html = readFileSync(join(first, 'report.html'), 'utf8');
  assert.equal(html, readFileSync(join(second, 'report.html'), 'utf8'));
  await report(first, '--out', join(folder, 'other.html'));
  assert.equal(html, readFileSync(join(folder, 'other.html'), 'utf8'));
  assert.ok(!html.includes(folder), 'no path of the machine');
});

test('Nothing in the file is loaded from anywhere, and its policy forbids it', async () => {
  const run = join(folder, 'closed');
  await madeRun(run, { perLevel: 3 });
  await report(run);
  const html = readFileSync(join(run, 'report.html'), 'utf8');
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

test('--json tells what was written, what is missing, and what holds', async () => {
  const run = join(folder, 'bare');
  await madeRun(run, { perLevel: 10, sections: false });
  const { code, value } = (await codiJson(['report', '--run', run])) as {
    code: number;
    value: {
      bytes: number;
      problems: number;
      missing: { section: string; command: string }[];
      findings: { id: string; verdict: string }[];
    };
  };
  assert.deepEqual([code, value.problems], [0, 40]);
  assert.equal(value.bytes, statSync(join(run, 'report.html')).size);
  assert.deepEqual(
    value.missing.map(({ section, command }) => [section, command]),
    [
      ['lens', 'codi lens'],
      ['routing', 'codi route'],
      ['decomposition', 'codi decompose'],
      ['comparison', 'codi compare'],
      ['twins', 'codi twins'],
    ],
  );
  // The made-up model needs exactly as many thoughts as there are steps.
  assert.deepEqual(
    value.findings.map(({ id, verdict }) => [id, verdict]),
    [['truncation-breaks', 'holds']],
  );
});

test('What the made-up lens says, step by step, is found', async () => {
  const run = join(folder, 'lens');
  await madeRun(run, { perLevel: 25 });
  const { value } = (await codiJson(['report', '--run', run])) as {
    value: {
      findings: { id: string; verdict: string; because: string; evidence: string[] }[];
      missing: unknown[];
    };
  };
  assert.deepEqual(value.missing, []);
  const lens = value.findings.find(({ id }) => id === 'lens-reads');
  assert.match(lens?.because ?? '', /^It does for thoughts 1, 2, 3, 4, 5 and 6\./);
  // Thought 1 says 99 for every eighth problem: indices 7, 15, .., 95.
  assert.match(lens?.evidence[0] ?? '', /^Thought 1: 88 of 100 \(88 %, 95 % interval 80\.2 to 93 %\)/);
});

test('A failed control and a model in reduced precision stand above everything; the failed one ends with 4', async () => {
  const run = join(folder, 'invalid');
  await madeRun(run, { perLevel: 3, failing: 2, dtype: 'int8' });
  const { code, stdout } = await codi(['report', '--run', run]);
  assert.equal(code, 4);
  assert.match(stdout, /WARNING: A control failed: .* changed 2 problems \(gsm-mini-42-0, gsm-mini-42-1\)/);
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
  const refused = async (says: RegExp): Promise<void> => {
    const { code, stderr } = await codi(['report', '--run', run]);
    assert.equal(code, 1);
    assert.match(stderr, says);
  };
  const attempt = async (name: string, text: string | null, says: RegExp): Promise<void> => {
    const path = join(results, name);
    copyFileSync(path, join(folder, 'kept'));
    if (text === null) rmSync(path);
    else writeFileSync(path, text);
    await refused(says);
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
  await report(run);
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
    await report(run);
    const bytes = statSync(join(run, 'report.html')).size;
    assert.ok(bytes < 5e6, `${size.layers.length} layers of ${size.heads} heads: ${bytes} bytes`);
  }
});
