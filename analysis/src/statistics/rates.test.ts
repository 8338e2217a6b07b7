import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { holm } from './holm.js';
import { mcnemarExact } from './mcnemar.js';
import { describeSample } from './sample.js';
import { wilson95 } from './wilson.js';

const expected = readFixture('expected.json') as {
  wilson: { successes: number; n: number; interval: [number, number] }[];
  mcnemar: { first: number; second: number; p: number }[];
  holm: { p: number[]; adjusted: number[] };
  sample: { values: number[]; mean: number; sd: number; sem: number };
};

test("Wilson's interval agrees with statsmodels and mpmath, with no and with only successes too", () => {
  for (const { successes, n, interval } of expected.wilson) {
    const found = wilson95(successes, n);
    assert.ok(found.interval !== null);
    assert.equal(found.rate, successes / n);
    for (const end of [0, 1] as const) {
      assertClose(found.interval[end], interval[end], 1e-10, `${successes} of ${n}, end ${end}`);
    }
  }
});

test('a rate of no cases is null with a reason; an impossible one is an error', () => {
  assert.deepEqual(wilson95(0, 0), { successes: 0, n: 0, rate: null, interval: null, reason: 'no cases' });
  assert.throws(() => wilson95(3, 2), AnalysisError);
  assert.throws(() => wilson95(-1, 2), AnalysisError);
  assert.throws(() => wilson95(0.5, 2), AnalysisError);
});

test('the exact McNemar test agrees with statsmodels', () => {
  for (const { first, second, p } of expected.mcnemar) {
    assertClose(mcnemarExact(first, second), p, 1e-10, `${first} against ${second}`);
  }
  assert.throws(() => mcnemarExact(-1, 3), AnalysisError);
});

test("Holm's adjustment agrees with statsmodels, ties included", () => {
  for (const [index, p] of holm(expected.holm.p).entries()) {
    assertClose(p, expected.holm.adjusted[index] ?? NaN, 1e-12, `p ${index}`);
  }
  assert.deepEqual(holm([]), []);
});

test('mean, sample deviation and standard error agree with numpy and scipy', () => {
  const { values, mean, sd, sem } = expected.sample;
  const found = describeSample(values);
  assertClose(found.mean, mean, 1e-12, 'mean');
  assertClose(found.sd, sd, 1e-12, 'sd');
  assertClose(found.sem, sem, 1e-12, 'sem');
});

test('one value has no spread, and no value no mean', () => {
  assert.deepEqual(describeSample([4]), {
    n: 1,
    mean: 4,
    sd: null,
    sem: null,
    reason: 'one value has no spread',
  });
  assert.deepEqual(describeSample([]), { n: 0, mean: null, sd: null, sem: null, reason: 'no values' });
});
