import assert from 'node:assert/strict';
import { test } from 'node:test';

import { conditionalAssociation, withinGroupCorrelation } from './association.js';
import { pearson } from './correlation.js';
import type { Planted } from './fixtures/planted-tables.js';
import { plantedTable, scaledTables } from './fixtures/planted-tables.js';
import { columnsOf, rankWithinPositions } from './paired-table.js';
import { permuteAmongRows, permuteWithinPositions, permuteWithinRows } from './permutation.js';
import { conditionalLogistic } from './regression.js';
import { bootstrapCorrelation } from './resampling.js';

const SEEDS = 100;
const LEVEL = 0.05;

/** How many of 100 tables each test calls a relation, at 5 %. */
function rejections(planted: Omit<Planted, 'seed' | 'problems'>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let seed = 1; seed <= SEEDS; seed++) {
    const table = plantedTable({ ...planted, problems: 80, seed });
    const { x, y, positions } = columnsOf(table);
    const draws = { resamples: 399, seed };
    const conditional = conditionalAssociation(table, draws);
    const excludesZero = (interval: readonly [number, number] | null): boolean =>
      interval !== null && (interval[0] > 0 || interval[1] < 0);
    const found = (p: number | null): boolean => p !== null && p < LEVEL;
    const verdicts: Record<string, boolean> = {
      'pooled, naive p': found(pearson(x, y).p),
      'within position, naive p': found(withinGroupCorrelation(x, y, positions).p),
      'within position, problems dealt out': found(permuteAmongRows(table, draws).p),
      'within position, slots shuffled': found(permuteWithinPositions(table, draws).p),
      'within position, bootstrap': excludesZero(bootstrapCorrelation(table, 'position', draws).interval),
      'within problem, thoughts shuffled': found(permuteWithinRows(table, draws).p),
      'conditional, naive p': found(conditional.correlation.p),
      'conditional, problems dealt out': found(conditional.permutation.p),
      'conditional, bootstrap': excludesZero(conditional.interval.interval),
      'conditional logistic': found(conditionalLogistic(table).p),
    };
    for (const [name, verdict] of Object.entries(verdicts)) {
      counts[name] = (counts[name] ?? 0) + Number(verdict);
    }
  }
  return counts;
}

/** A true 5 % test rejects more than 12 of 100 once in 700 times. */
const FALSE_ALARMS = 12;
const CONDITIONAL = ['conditional, problems dealt out', 'conditional, bootstrap', 'conditional logistic'];
const WITHIN_POSITION = ['within position, problems dealt out', 'within position, bootstrap'];

function assertCounts(
  counts: Record<string, number>,
  names: readonly string[],
  holds: (count: number) => boolean,
): void {
  for (const name of names) assert.ok(holds(counts[name] ?? NaN), `${name}: ${counts[name]} of ${SEEDS}`);
}

test('where attention differs between positions only, the tests within positions and problems see no relation', (t) => {
  const counts = rejections({ within: 0, confounding: 0 });
  t.diagnostic(JSON.stringify(counts));
  assertCounts(counts, [...WITHIN_POSITION, ...CONDITIONAL], (count) => count <= FALSE_ALARMS);
  // The pooled p takes the difference of positions for a relation, and so does the shuffle inside problems.
  assertCounts(counts, ['pooled, naive p', 'within problem, thoughts shuffled'], (count) => count >= 95);
});

test('where a relation is planted inside problems, they find it', (t) => {
  const counts = rejections({ within: 0.8, confounding: 0 });
  t.diagnostic(JSON.stringify(counts));
  assertCounts(counts, [...WITHIN_POSITION, ...CONDITIONAL], (count) => count >= 90);
});

test('where hard problems draw attention and flip, only the conditional tests see no relation', (t) => {
  const counts = rejections({ within: 0, confounding: 1 });
  t.diagnostic(JSON.stringify(counts));
  assertCounts(counts, CONDITIONAL, (count) => count <= FALSE_ALARMS);
  assertCounts(counts, WITHIN_POSITION, (count) => count >= 90);
});

test('where problems multiply the weights, the conditional test of raw values sees what is not there, that of ranks does not', (t) => {
  const rejections = { raw: 0, ranks: 0 };
  for (let seed = 1; seed <= 100; seed++) {
    const { drops } = scaledTables({ problems: 85, seed, within: 0, unequal: false });
    const draws = { resamples: 99, seed };
    if ((permuteAmongRows(drops, draws, 'both').p ?? 1) < 0.05) rejections.raw += 1;
    if ((permuteAmongRows(rankWithinPositions(drops), draws, 'both').p ?? 1) < 0.05) rejections.ranks += 1;
  }
  t.diagnostic(JSON.stringify(rejections));
  assert.ok(rejections.raw >= 80 && rejections.ranks <= 12, JSON.stringify(rejections));
});
