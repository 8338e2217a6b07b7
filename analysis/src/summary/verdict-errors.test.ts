import assert from 'node:assert/strict';
import { test } from 'node:test';

import { plantedTable, scaledTables } from '../statistics/fixtures/planted-tables.js';
import type { PairedRow } from '../statistics/paired-table.js';
import { flipFields } from './associate-layer.js';
import { associate } from './association.js';
import { relationInside, verdictOf, type JudgedAssociation } from './verdict.js';

const SEEDS = 100;
/** A true 5 % test rejects more than 12 of 100 once in 700 times. */
const FALSE_ALARMS = 12;
const FOUND = 90;

/** How often the verdict claims a relation inside problems and positions, and which verdicts there are. */
function verdicts(tableOf: (seed: number) => PairedRow[], outcome: 'binary' | 'measure') {
  const counts: Record<string, number> = {};
  let claims = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const table = tableOf(seed);
    const resampling = { resamples: 99, seed };
    const association: JudgedAssociation = {
      ...associate(table, { resampling, smallestR: 0.1, outcome }),
      ...(outcome === 'binary' ? flipFields(table, resampling) : {}),
    };
    const verdict = verdictOf(association);
    counts[verdict] = (counts[verdict] ?? 0) + 1;
    if (relationInside(association) === true) claims += 1;
  }
  return { claims, counts };
}

const planted = (within: number, confounding: number) => (seed: number) =>
  plantedTable({ problems: 80, seed, within, confounding });
const scaled = (measure: 'flips' | 'drops', within: number, unequal: boolean) => (seed: number) =>
  scaledTables({ problems: 85, seed, within, unequal })[measure];

for (const [name, tableOf, outcome] of [
  ['attention differs between positions only', planted(0, 0), 'binary'],
  ['hard problems draw attention and flip', planted(0, 1), 'binary'],
  ['hard problems multiply attention and odds of a flip', scaled('flips', 0, false), 'binary'],
  ['they multiply those of some positions more', scaled('flips', 0, true), 'binary'],
  ['hard problems multiply attention and drops', scaled('drops', 0, false), 'measure'],
  ['they multiply the drops of some positions more', scaled('drops', 0, true), 'measure'],
] as const) {
  test(`where ${name}, the verdict claims no relation inside problems and positions`, (t) => {
    const { claims, counts } = verdicts(tableOf, outcome);
    t.diagnostic(`${claims} of ${SEEDS} claim one: ${JSON.stringify(counts)}`);
    assert.ok(claims <= FALSE_ALARMS, `${claims} of ${SEEDS}`);
  });
}

for (const [name, tableOf, outcome] of [
  ['between positions and inside them', planted(0.8, 0), 'binary'],
  ['inside positions, and hard problems draw attention too', planted(0.8, 1), 'binary'],
  ['of flips with attention that problems multiply', scaled('flips', 0.8, true), 'binary'],
  ['of drops with attention that problems multiply', scaled('drops', 0.8, true), 'measure'],
] as const) {
  test(`where a relation is planted ${name}, the verdict finds it`, (t) => {
    const { claims, counts } = verdicts(tableOf, outcome);
    t.diagnostic(`${claims} of ${SEEDS} claim one: ${JSON.stringify(counts)}`);
    assert.ok(claims >= FOUND, `${claims} of ${SEEDS}`);
  });
}
