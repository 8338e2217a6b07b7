import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';

import { conditionalAssociation } from './association.js';
import { pearson } from './correlation.js';
import type { Planted } from './fixtures/planted-tables.js';
import { plantedTable, scaledTables } from './fixtures/planted-tables.js';
import type { PairedRow } from './paired-table.js';
import { columnsOf, rankWithinPositions } from './paired-table.js';
import { permuteAmongRows, permuteWithinRows } from './permutation.js';
import { conditionalLogistic } from './regression.js';
import { bootstrapCorrelation } from './resampling.js';

const SEEDS = 100;
const LEVEL = 0.05;

const found = (p: number | null): boolean => p !== null && p < LEVEL;
const excludesZero = (interval: readonly [number, number] | null): boolean =>
  interval !== null && (interval[0] > 0 || interval[1] < 0);

/** With 199 resamples the nine most extreme of 200 places are below 5 %: a level of 4.5 %. */
const drawsOf = (seed: number) => ({ resamples: 199, seed });

/** What each test calls a relation, in a table. */
type Verdicts = Record<string, boolean>;
const naive = (table: readonly PairedRow[]): Verdicts => {
  const { x, y } = columnsOf(table);
  return { 'pooled, naive p': found(pearson(x, y).p) };
};
const withinProblem = (table: readonly PairedRow[], seed: number): Verdicts => ({
  'within problem, thoughts shuffled': found(permuteWithinRows(table, drawsOf(seed)).p),
});
const withinPosition = (table: readonly PairedRow[], seed: number): Verdicts => ({
  'within position, problems dealt out': found(permuteAmongRows(table, drawsOf(seed)).p),
  'within position, bootstrap': excludesZero(bootstrapCorrelation(table, 'position', drawsOf(seed)).interval),
});
const conditional = (table: readonly PairedRow[], seed: number): Verdicts => {
  const { permutation, interval } = conditionalAssociation(table, drawsOf(seed));
  return {
    'conditional, problems dealt out': found(permutation.p),
    'conditional, bootstrap': excludesZero(interval.interval),
    'conditional logistic': found(conditionalLogistic(table).p),
  };
};

/** How many of 100 tables each test calls a relation, at 5 %. */
function rejections(planted: Omit<Planted, 'seed' | 'problems'>) {
  const tables = Array.from({ length: SEEDS }, (_, index) =>
    plantedTable({ ...planted, problems: 80, seed: index + 1 }),
  );
  return (tests: (table: readonly PairedRow[], seed: number) => Verdicts): [string, number][] => {
    const verdicts = tables.map((table, index) => tests(table, index + 1));
    return Object.keys(verdicts[0] ?? {}).map((name) => [
      name,
      verdicts.filter((verdict) => verdict[name]).length,
    ]);
  };
}

/** A true 5 % test rejects more than 12 of 100 once in 700 times. */
const FALSE_ALARMS = 12;

function assertCounts(t: TestContext, counts: [string, number][], holds: (count: number) => boolean): void {
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.length > 0);
  for (const [name, count] of counts) assert.ok(holds(count), `${name}: ${count} of ${SEEDS}`);
}

test('where attention differs between positions only, the tests within positions and problems see no relation', (t) => {
  const counted = rejections({ within: 0, confounding: 0 });
  assertCounts(t, counted(withinPosition), (count) => count <= FALSE_ALARMS);
  assertCounts(t, counted(conditional), (count) => count <= FALSE_ALARMS);
  // The pooled p takes the difference of positions for a relation, and so does the shuffle inside problems.
  assertCounts(t, counted(naive), (count) => count >= 95);
  assertCounts(t, counted(withinProblem), (count) => count >= 95);
});

test('where a relation is planted inside problems, they find it', (t) => {
  const counted = rejections({ within: 0.8, confounding: 0 });
  assertCounts(t, counted(withinPosition), (count) => count >= 90);
  assertCounts(t, counted(conditional), (count) => count >= 90);
});

test('where hard problems draw attention and flip, only the conditional tests see no relation', (t) => {
  const counted = rejections({ within: 0, confounding: 1 });
  assertCounts(t, counted(conditional), (count) => count <= FALSE_ALARMS);
  assertCounts(t, counted(withinPosition), (count) => count >= 90);
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
