import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inflateSync } from 'node:zlib';

import {
  EXPERIMENTS,
  readResult,
  resultFileName,
  summarySchema,
  type Figure,
  type Panel,
  type Summary,
} from '@codiscope/analysis';

import { codiHost } from '../harness/codi-host.js';
import { temporaryFolder, type Told } from '../harness/codi.js';
import { numbersIn, type TextNumber } from './text-numbers.js';

// A run contradicts itself where two of its places make the same number by different rules. Here every number that the
// page and the terminal show is looked for in the summary, which is the only place where results become statistics.

const cwd = temporaryFolder({ after });
const { codi, codiJson } = await codiHost({ after }, { serving: 'codi-mini', cwd });
const folder = join(cwd, 'whole');
/** Everything that there is: every set of thoughts and every experiment. */
const WHAT = ['--test-mode', '--sets', 'lattice', '--fit-problems', '8'];

let terminal = '';
let summary: Summary;
let figures: readonly Figure[] = [];
let page = '';
before(async () => {
  const ended = await codi(['run', ...WHAT, '--resamples', '200', '--run', 'whole']);
  assert.equal(ended.code, 0, ended.stderr);
  terminal = ended.stdout;
  summary = await readResult(folder, 'summary_statistics.json', summarySchema);
  page = readFileSync(join(folder, 'report.html'), 'utf8');
  const packed = /id="report-data">([^<]*)</.exec(page)?.[1] ?? assert.fail('the page has no data');
  const data = JSON.parse(inflateSync(Buffer.from(packed, 'base64')).toString()) as { figures: Figure[] };
  figures = data.figures;
});

/** All numbers of a part of the summary. */
function numbersOf(part: unknown): number[] {
  if (typeof part === 'number') return [part];
  if (typeof part === 'string') return numbersIn(part).map(({ value }) => value);
  if (part === null || typeof part !== 'object') return [];
  // Keys name layers, thoughts and cuts.
  const keys = Array.isArray(part) ? [] : Object.keys(part).flatMap((key) => numbersOf(key));
  return [...keys, ...Object.values(part).flatMap(numbersOf)];
}

/** The parts of the summary that an experiment keeps. */
function factsOf(keys: readonly string[]): unknown[] {
  const flat: Record<string, unknown> = {
    ...summary,
    cut_rule: summary.known_truth.cut_rule,
    lens_reads: summary.known_truth.lens,
  };
  return keys.map((key) => flat[key]);
}

/** Those numbers of a text that none of the parts has, with as many digits as the text shows. */
function strangers(text: string, known: readonly number[]): TextNumber[] {
  return numbersIn(text).filter((number) => !known.some((value) => number.shows(value)));
}

/** Where each figure's numbers are. */
const SHOWN_BY_FIGURES: Readonly<Record<string, readonly string[]>> = {
  '1_importance_by_position': ['per_thought', 'num_problems', 'intervention'],
  '2_importance_heatmap': ['num_problems', 'intervention'],
  '3_attention_vs_importance': ['overall_correlation', 'per_thought', 'num_problems', 'thoughts', 'late_layer', 'layer_tests'], // prettier-ignore
  '4_correlation_by_position': ['per_thought', 'per_thought_by_layer', 'num_problems', 'late_layer', 'thoughts'], // prettier-ignore
  '5_shapley': ['lattice', 'intervention'],
  '6_interactions': ['lattice', 'intervention'],
  '7_cumulative_curves': ['lattice', 'truncation', 'by_difficulty', 'baseline', 'num_problems', 'intervention'], // prettier-ignore
  '8_layer_head_map': ['head_map', 'num_problems'],
  '9_attention_mass': ['attention_mass', 'num_problems'],
  '10_question_routing': ['routing'],
  '11_logit_decomposition': ['decomposition', 'num_problems'],
  '12_method_comparison': ['comparison', 'attention_bench'],
  '13_between_within_split': ['overall_correlation', 'num_problems', 'thoughts', 'late_layer', 'layer_tests'],
  '14_twin_patching': ['twins'],
  '15_steps_and_thoughts': ['cut_rule', 'lens_reads'],
};

/** Values of single problems are no statistics: they come from the result files as they are. */
const OF_PROBLEMS = new Set(['2_importance_heatmap']);

/** The statistics that a panel draws. */
function drawnNumbers(panel: Panel): number[] {
  const estimates = (each: { value: number; low: number | null; high: number | null } | null): number[] =>
    each === null ? [] : [each.value, ...[each.low, each.high].filter((end) => end !== null)];
  switch (panel.kind) {
    case 'bars':
    case 'curves':
      return panel.series.flatMap((series) => series.estimates.flatMap(estimates));
    case 'matrix':
      return panel.values.flat().filter((value) => value !== null);
    case 'stack':
      return panel.parts.flatMap(({ values }) => values);
    case 'forest':
      return panel.rows.flatMap(({ cells }) => cells.flatMap(estimates));
    case 'scatter': {
      const line = panel.line === null ? [] : [panel.line.slope, panel.line.intercept];
      return [...(panel.means ? [...panel.x, ...panel.y] : []), ...line];
    }
    case 'waterfall':
      return panel.steps.flatMap(({ to, total, beside }) => [...(total ? [to] : []), ...estimates(beside)]);
  }
}

test('Every statistic that a figure draws is a number of the summary, to the last bit', (context) => {
  const known = new Set(numbersOf(summary));
  let compared = 0;
  for (const { name, panels } of figures.filter(({ name: each }) => !OF_PROBLEMS.has(each))) {
    for (const panel of panels) {
      const drawn = drawnNumbers(panel);
      // A line through the origin has an intercept of its own.
      assert.deepEqual(drawn.filter((value) => value !== 0 && !known.has(value)), [], `${name}, ${panel.kind}`); // prettier-ignore
      compared += drawn.length;
      if (panel.kind !== 'waterfall') continue;
      // Parts stand where the one before ended.
      for (const { from, to } of panel.steps) {
        const part = to - from;
        assert.ok(
          part === 0 || [...known].some((value) => Math.abs(value - part) < 1e-9),
          `${name}: ${part}`,
        );
        compared++;
      }
    }
  }
  context.diagnostic(`${compared} drawn numbers, 0 differ`);
  assert.ok(compared > 1000, String(compared));
});

test("Every number in a figure's words and table is one of its part of the summary, as rounded", (context) => {
  let compared = 0;
  assert.deepEqual(
    figures.map(({ name }) => name),
    Object.keys(SHOWN_BY_FIGURES).sort((a, b) => Number.parseInt(a) - Number.parseInt(b)),
  );
  for (const { name, title, caption, numbers, panels, legend } of figures) {
    const known = factsOf(SHOWN_BY_FIGURES[name] ?? []).flatMap(numbersOf);
    const { total, analysed } = summary.num_problems;
    const heads = summary.head_map ? summary.head_map.layers.length * summary.head_map.heads : 0;
    const own = [
      ...known,
      analysed * summary.thoughts,
      heads,
      total,
      ...(OF_PROBLEMS.has(name) ? flipCounts() : []),
    ];
    const words = [
      ...[title, caption, ...panels.flatMap((panel) => panel.title), ...legend.map(({ text }) => text)],
      ...(numbers?.rows.flat() ?? []),
    ];
    for (const text of words) {
      assert.deepEqual(strangers(text, own).map(({ text: stranger }) => stranger), [], `${name}: ${text}`); // prettier-ignore
      compared += numbersIn(text).length;
    }
  }
  context.diagnostic(`${compared} numbers in words and tables of figures, 0 differ`);
});

/** How many answers flip, and of how many ablations, of single thoughts. */
function flipCounts(): number[] {
  const thoughts = Object.values(summary.per_thought);
  const sum = (read: (each: (typeof thoughts)[number]) => number): number =>
    thoughts.reduce((all, each) => all + read(each), 0);
  return [sum(({ flips }) => flips), sum(({ n }) => n)];
}

test('Every number that the terminal tells of an experiment is one of its part of the summary, as rounded', async (context) => {
  let compared = 0;
  for (const experiment of EXPERIMENTS) {
    const results = await readResult(folder, resultFileName(experiment, 10), experiment.schema);
    const known = factsOf(Object.keys(experiment.facts.shape)).flatMap(numbersOf);
    const { total, analysed } = summary.num_problems;
    for (const told of experiment.tell(results)) {
      const cells = typeof told === 'string' ? [told] : told.rows.flat();
      for (const cell of cells) {
        for (const word of typeof told === 'string' ? cell.split('\n') : [cell])
          assert.ok(terminal.includes(word), `${experiment.verb} tells ${word}`);
        const wrong = strangers(cell, [...known, total, analysed]).map(({ text }) => text);
        assert.deepEqual(wrong, [], `${experiment.verb}: ${cell}`);
        compared += numbersIn(cell).length;
      }
    }
  }
  context.diagnostic(`${compared} numbers of the terminal's tables, 0 differ`);
  assert.ok(compared > 500, String(compared));
});

test('Every finding of the summary stands on the page and in the terminal, word for word', (context) => {
  const { findings } = summary;
  const sentences = [
    ...[findings.rq1, findings.rq2, findings.composition, findings.mechanism, findings.known_truth].flat(),
    ...[findings.rq1_in_short, findings.rq2_in_short],
  ];
  assert.ok(findings.composition.length > 0 && findings.mechanism.length > 0);
  assert.ok(findings.known_truth.length > 0);
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  for (const sentence of sentences) {
    assert.ok(terminal.includes(sentence), sentence);
    assert.ok(page.includes(escaped(sentence.replace(/^In short: /, ''))), sentence);
  }
  const compared = sentences.reduce((sum, sentence) => sum + numbersIn(sentence).length, 0);
  context.diagnostic(`${sentences.length} sentences with ${compared} numbers, 0 differ`);
});

test('What a run of everything is planned to cost is what its run.json says', async () => {
  const { experiments } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as {
    experiments: Record<string, { rollouts: number }>;
  };
  const { code, value, stderr } = (await codiJson(['plan', '--cost', ...WHAT, '--measure', '1'])) as Told<{
    cost: { rollouts: number; experiments: { verb: string; rollouts: number }[] };
  }>;
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    value.cost.experiments.map(({ verb, rollouts }) => [verb, rollouts]),
    EXPERIMENTS.map(({ verb }) => [verb, experiments[verb]?.rollouts]),
  );
});
