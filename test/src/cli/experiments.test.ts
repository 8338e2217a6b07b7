import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import {
  ablation as ablationRoom,
  attention as attentionRoom,
  comparison as comparisonRoom,
  decomposition as decompositionRoom,
  lens as lensRoom,
  readResult,
  readRun,
  routing as routingRoom,
  twins as twinsRoom,
} from '@codiscope/analysis';

import { codiHost } from '../harness/codi-host.js';
import { filesOf, startCodi, temporaryFolder } from '../harness/codi.js';
import { until } from '../harness/waiting.js';

const cwd = temporaryFolder({ after });
const { codi, codiJson, address } = await codiHost({ after }, { serving: 'codi-mini', cwd });
const folder = join(cwd, 'all');

const COMMANDS = [
  ['ablate'],
  ['attend', '--layers', 'all'],
  ['lens'],
  ['route'],
  ['decompose'],
  ['compare'],
  ['twins', '--site', 'embed'],
];
const told = new Map<string, string>();
for (const [name = '', ...flags] of COMMANDS) {
  const { code, stdout, stderr } = await codi([name, '--test-mode', '--run', 'all', ...flags]);
  assert.equal(code, 0, `${name}: ${stderr}`);
  assert.match(stderr, new RegExp(`^${name} (\\d+)/\\1$`, 'm'));
  told.set(name, stdout);
}

const near = (left: number, right: number, tolerance = 1e-5): void => {
  assert.ok(Math.abs(left - right) <= tolerance, `${left} is not ${right}`);
};
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const [ablation, attention, lens, routing, decomposition, comparison, twins] = await Promise.all([
  readResult(folder, 'token_ablation_results_10.json', ablationRoom.schema),
  readResult(folder, 'attention_weights_10.json', attentionRoom.schema),
  readResult(folder, 'lens_10.json', lensRoom.schema),
  readResult(folder, 'routing_10.json', routingRoom.schema),
  readResult(folder, 'decomposition_10.json', decompositionRoom.schema),
  readResult(folder, 'comparison_10.json', comparisonRoom.schema),
  readResult(folder, 'twin_patching_10.json', twinsRoom.schema),
]);

test('Every experiment ends with a table and an entry in run.json that says how to repeat it', async () => {
  for (const [name, text] of told) assert.match(text, /-{3,} {2}-{3,}[^]*\nresults in all\/results\n$/, name);
  const { experiments } = await readRun(folder);
  const entries = Object.entries(experiments).map(([name, { status, rollouts }]) => [name, status, rollouts]);
  assert.deepEqual(entries, [
    ['ablate', 'finished', 140],
    ['attend', 'finished', 10],
    // The clean run, and for each of six thoughts ten arms and five donors.
    ['compare', 'finished', 10 * (1 + 6 * (10 + 5))],
    ['decompose', 'finished', 10],
    ['lens', 'finished', 10],
    ['route', 'finished', 10],
    ['twins', 'finished', 64 * twins.pairs.length],
  ]);
  assert.equal(twins.pairs.length + twins.without_twin.length, 10);
  const { layers, top } = experiments.lens?.configuration ?? {};
  assert.deepEqual([layers, top], [[0, 1, 2, 3, 4, 5, 6, 7], 5]);
  assert.equal((experiments.compare?.configuration.arms as unknown[]).length, 11);
});

test('A lens has a reading of every thought after every layer, the likeliest token first', () => {
  for (const { readings } of lens.problems) {
    assert.equal(readings.length, 6 * 8);
    for (const { top } of readings) {
      assert.equal(top.length, 5);
      assert.ok(top.every(({ log_prob: each }, index) => each <= (top[index - 1]?.log_prob ?? 0)));
    }
  }
  // The last thought of a trained model has the answer.
  const held = lens.problems.filter(({ expected_answer: answer, readings }) =>
    readings.at(-1)?.top.some(({ piece }) => piece === String(answer)),
  );
  assert.ok(held.length >= 7, `${held.length} of 10`);
});

test('A routing row is whole: its classes and what is elsewhere sum to 1', () => {
  for (const { tokens, by_layer: layers } of routing.problems) {
    assert.deepEqual(Object.keys(layers), ['layer_2', 'layer_4', 'layer_7']);
    for (const { weights, by_class: classes, elsewhere } of Object.values(layers)) {
      assert.ok(weights.every((row) => row.length === tokens.length));
      classes.forEach((row, thought) => {
        near(sum(row) + (elsewhere[thought] ?? 0), 1);
      });
    }
    for (const { piece, class: name } of tokens) assert.equal(/\d/.test(piece), name === 'number', piece);
  }
});

test('The parts of a decomposition add up, and their difference is the margin that the ablation knows', () => {
  assert.deepEqual(decomposition.additivity.not_additive, []);
  assert.ok(decomposition.additivity.largest_error < 1e-4);
  decomposition.problems.forEach(({ difference }, index) => {
    near(difference?.logit ?? Number.NaN, ablation.problems[index]?.baseline.margin ?? Number.NaN, 1e-4);
  });
});

test('The arms of a comparison agree with the ablation and the attention of their own commands', () => {
  comparison.problems.forEach(({ effects, attention: rows }, index) => {
    const singles = ablation.problems[index]?.token_ablations ?? [];
    const [zero = []] = effects;
    assert.deepEqual(
      zero.map(({ flip, gold_log_prob_drop: drop }) => [flip, drop]),
      singles.map(({ importance, gold_log_prob_drop: drop }) => [importance, drop]),
    );
    rows?.forEach((row, layer) => {
      const own = attention.problems[index]?.attention_by_layer?.[`layer_${layer}`];
      row.forEach((weight, thought) => {
        near(weight, own?.continuous_token_attention[thought] ?? Number.NaN);
      });
    });
  });
});

test('Vectors are as far from the clean ones as their method says; knockouts move none', () => {
  const arm = (name: string) => comparison.arms.findIndex((each) => each.name === name);
  const found = (name: string) => comparison.problems.flatMap(({ effects }) => effects[arm(name)] ?? []);
  for (const { norm_ratio: ratio } of found('zero, total')) assert.equal(ratio, 0);
  for (const { distance } of found('mean, total')) near(distance ?? Number.NaN, 0, 1e-3);
  for (const { norm_ratio: ratio } of found('noise, total')) near(ratio ?? Number.NaN, 1, 1e-4);
  for (const { norm_ratio: ratio } of found('knockout answer')) assert.equal(ratio, null);
  const clean = found('zero, direct').map(({ clean_distance: distance }) => distance ?? Number.NaN);
  near(sum(clean) / clean.length, 1, 0.2);
  // The last thought's knockout among the thoughts cuts nothing: it is the clean run.
  for (const { effects } of comparison.problems) {
    assert.deepEqual(
      [
        effects[arm('knockout thoughts')]?.[5]?.gold_log_prob_drop,
        effects[arm('knockout thoughts')]?.[5]?.flip,
      ],
      [0, 0],
    );
  }
});

test('With every input embedding of the twin a problem answers as its twin does', () => {
  const solved = twins.pairs.filter((pair) => pair.both_correct);
  const taken = solved.filter(({ from_twin: patches }) =>
    patches.some(({ thoughts, took_answer: took }) => thoughts.length === 6 && took),
  );
  assert.ok(solved.length >= 4 && taken.length >= solved.length - 1, `${taken.length} of ${solved.length}`);
});

test('Experiments that are killed in the middle resume to the same bytes', async () => {
  for (const [name = '', ...flags] of [
    ['compare', '--arms', 'zero,resample,knockout-all'],
    ['twins', '--layer', 'late'],
  ]) {
    const command = (run: string) => [name, '--test-mode', '--run', `${name}-${run}`, ...flags];
    assert.equal((await codi(command('whole'))).code, 0);
    const { child, printed, ended } = startCodi(command('cut'), {
      cwd,
      env: { CODI_SERVER: address ?? assert.fail('it serves') },
    });
    await until(() => new RegExp(`^${name} \\d+/`, 'm').test(printed.stderr), 'it is under way');
    child.kill('SIGKILL');
    assert.equal((await ended).code, null);
    const resumed = await codi([...command('cut'), '--resume']);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(filesOf(join(cwd, `${name}-cut`)), filesOf(join(cwd, `${name}-whole`)));
  }
});

test('What a model or a dataset does not have is refused before anything is computed, with the remedy', async () => {
  const solution = 'She misses <<22-6*2=10>>10 dollars.\n#### 10';
  writeFileSync(
    join(cwd, 'plain.jsonl'),
    JSON.stringify({ question: 'How many dollars?', answer: solution }),
  );
  const cases: readonly (readonly [exit: number, says: RegExp, args: readonly string[]])[] = [
    [2, /--layers has "99"; .* 0 to 7/, ['lens', '--layers', '99']],
    [2, /--top: Expected an integer/, ['lens', '--top', '0']],
    [2, /--layers has "deep"; use early, middle, late/, ['route', '--layers', 'deep']],
    [2, /--max-new-tokens is 1000; .* at most 64/, ['decompose', '--max-new-tokens', '1000']],
    [2, /--arms has "zap"; use zero, mean, resample or noise/, ['compare', '--arms', 'zero,zap']],
    [
      2,
      /--layer does not go with the site embed, which is before the first layer/,
      ['twins', '--site', 'embed', '--layer', 'late'],
    ],
    [2, /--values has "9-1"; use a range such as 0-60/, ['twins', '--values', '9-1']],
    [2, /--only has "lense"; use ablate, attend, lens/, ['run', '--only', 'ablate,lense']],
    [2, /the origin protocol has ablate, attend, analyze/, ['run', '--protocol', 'origin', '--only', 'lens']],
  ];
  for (const [exit, says, args] of cases) {
    const { code, stdout, stderr } = await codi([...args, '--test-mode', '--run', 'refused']);
    assert.deepEqual([code, stdout], [exit, ''], `${args.join(' ')}: ${stderr}`);
    assert.match(stderr, says);
  }
  const plain = (name: string) => codiJson([name, '--dataset', 'plain.jsonl', '--run', `plain-${name}`]);
  const compared = await plain('compare');
  assert.equal(compared.code, 2);
  assert.match(
    JSON.stringify(compared.value),
    /--fit-from is needed by the arms mean, total; resample, total: .* name a file of them/,
  );
  const twinned = await plain('twins');
  assert.equal(twinned.code, 1);
  assert.match(JSON.stringify(twinned.value), /None of the 1 problems has a twin/);
});
