import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { equivalentCorrelation, equivalentMeans } from './equivalence.js';
import type { Equivalence } from './equivalence.js';
import { assertClose, readFixture } from './fixtures/fixture.js';

interface Reference {
  low: number;
  high: number;
  pLow: number;
  pHigh: number;
  interval: [number, number];
}
const expected = readFixture('tests.json') as {
  equivalent_means: (Reference & { values: number[]; estimate: number })[];
  equivalent_correlations: (Reference & { r: number; n: number })[];
};

function assertAgrees(found: Equivalence, reference: Reference, what: string): void {
  assert.equal(found.reason, null);
  assertClose(found.pLow, reference.pLow, 1e-10, `${what}, low`);
  assertClose(found.pHigh, reference.pHigh, 1e-10, `${what}, high`);
  assert.equal(found.p, Math.max(found.pLow, found.pHigh));
  for (const end of [0, 1] as const) {
    assertClose(found.interval[end], reference.interval[end], 1e-10, `${what}, end ${end}`);
  }
  const inside = reference.low < found.interval[0] && found.interval[1] < reference.high;
  assert.equal(found.p < 0.05, inside, `${what}: the 90 % interval is inside the bounds where p < 0.05`);
}

test('two one-sided t tests of paired means agree with scipy and mpmath', () => {
  for (const { values, ...reference } of expected.equivalent_means) {
    const found = equivalentMeans(values, reference);
    assertAgrees(found, reference, `n = ${values.length}`);
    assertClose(found.estimate, reference.estimate, 1e-10, 'mean');
  }
});

test("two one-sided tests of a correlation by Fisher's z agree with mpmath, for effective n too", () => {
  for (const { r, n, ...reference } of expected.equivalent_correlations) {
    assertAgrees(equivalentCorrelation(r, n, reference), reference, `r = ${r}, n = ${n}`);
  }
});

test('without spread or cases nothing is shown to be equivalent', () => {
  const bounds = { low: -0.1, high: 0.1 };
  assert.deepEqual(equivalentMeans([0.3, 0.3, 0.3], bounds), {
    estimate: 0.3,
    p: null,
    pLow: null,
    pHigh: null,
    interval: null,
    n: 3,
    reason: 'all differences are equal',
  });
  assert.equal(equivalentMeans([1], bounds).reason, 'fewer than 2 differences (n = 1)');
  assert.equal(equivalentMeans([], bounds).estimate, null);
  assert.equal(equivalentCorrelation(0.2, 3, bounds).reason, '3 pairs or fewer (n = 3)');
  assert.equal(equivalentCorrelation(1, 30, bounds).reason, 'a perfect correlation has no standard error');
});

test('bounds that bound nothing are errors', () => {
  assert.throws(() => equivalentMeans([1, 2], { low: 1, high: 1 }), AnalysisError);
  assert.throws(() => equivalentMeans([1, 2], { low: -Infinity, high: 1 }), AnalysisError);
  assert.throws(() => equivalentCorrelation(0, 30, { low: -1, high: 0.1 }), AnalysisError);
  assert.throws(() => equivalentCorrelation(1.1, 30, { low: -0.1, high: 0.1 }), AnalysisError);
});
