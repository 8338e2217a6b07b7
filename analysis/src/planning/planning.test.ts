import assert from 'node:assert/strict';
import { test } from 'node:test';

import { normalQuantile, normalUpperTail } from '../statistics/distributions.js';
import { assertClose, readFixture } from '../statistics/fixtures/fixture.js';
import { AnalysisError } from '../words/errors.js';
import { detectableCorrelation, exactCorrelationPower, sampleSizeForCorrelation } from './correlation.js';
import type { PairedRates } from './rates.js';
import { mcnemarPower, sampleSizeForPairedRates, sampleSizeForRate, wilsonHalfWidth } from './rates.js';

const expected = readFixture('planning.json') as {
  correlations: { rho: number; n: number; alpha: number; power: number }[];
  mcnemar: {
    first: number;
    second: number;
    discordance: number | null;
    n: number;
    alpha: number;
    power: number;
  }[];
  widths: { rate: number; n: number; level: number; half: number }[];
};

test("the smallest detectable correlations are the survey's: .277, .103 and .077, and .339 for six tests", () => {
  assert.equal(detectableCorrelation(100).r?.toFixed(3), '0.277');
  assert.equal(detectableCorrelation(739).r?.toFixed(3), '0.103');
  assert.equal(detectableCorrelation(1319).r?.toFixed(3), '0.077');
  assert.equal(detectableCorrelation(100, { alpha: 0.05 / 6 }).r?.toFixed(3), '0.339');
});

test("the problems needed for paired flip rates are the survey's: 93, 724 and 2,557", () => {
  assert.equal(sampleSizeForPairedRates({ first: 0.26, second: 0.1 }).n, 93);
  assert.equal(sampleSizeForPairedRates({ first: 0.1, second: 0.06 }).n, 724);
  assert.equal(sampleSizeForPairedRates({ first: 0.06, second: 0.08 }).n, 2557);
});

test("Wilson's intervals at 10 % are as wide as the survey says: 11.9, 4.3 and 3.2 points", () => {
  for (const [n, points] of [
    [100, '11.9'],
    [739, '4.3'],
    [1319, '3.2'],
  ] as const) {
    assert.equal((200 * wilsonHalfWidth(0.1, n)).toFixed(1), points);
  }
  assert.equal(sampleSizeForRate(0.1, wilsonHalfWidth(0.1, 739)).n, 739);
});

test('the exact power of a correlation agrees with an integral of another form of its density', () => {
  for (const { rho, n, alpha, power } of expected.correlations) {
    assertClose(exactCorrelationPower(rho, n, alpha), power, 1e-9, `rho ${rho}, n ${n}`);
  }
});

/** The power of a two-sided test of r by Fisher's z. */
function fisherPower(r: number, n: number, alpha: number): number {
  const shift = Math.atanh(Math.abs(r)) * Math.sqrt(n - 3);
  const critical = -normalQuantile(alpha / 2);
  return normalUpperTail(critical - shift) + normalUpperTail(critical + shift);
}

test("Fisher's z plans a pair more or less than the exact distribution", () => {
  // G*Power 3.1, exact bivariate normal model, two-sided .05, power .8: r .3 needs 84 pairs, r .1 782.
  for (const [r, exact] of [
    [0.3, 84],
    [0.1, 782],
  ] as const) {
    assert.equal(sampleSizeForCorrelation(r, {}, 'exact').n, exact);
    assert.ok(Math.abs((sampleSizeForCorrelation(r).n ?? NaN) - exact) <= 1);
  }
  const { n } = sampleSizeForCorrelation(-0.2, { alpha: 0.01, power: 0.9 });
  assert.ok(n !== null);
  assert.ok(fisherPower(-0.2, n, 0.01) >= 0.9 && fisherPower(-0.2, n - 1, 0.01) < 0.9);
});

test('the exact power of the exact McNemar test is the sum over all outcomes', () => {
  for (const { discordance, n, alpha, power, ...rates } of expected.mcnemar) {
    const pair = discordance === null ? rates : { ...rates, discordance };
    assertClose(mcnemarPower(pair, n, alpha), power, 1e-10, `${rates.first} against ${rates.second}, n ${n}`);
  }
});

/** The power of McNemar's test at 5 % by the normal approximation of Connor (1987). */
function connorPower({ first, second, discordance }: PairedRates, n: number): number {
  const share = discordance ?? first * (1 - second) + second * (1 - first);
  const difference = Math.abs(first - second);
  const distance = -normalQuantile(0.025) * Math.sqrt(share) - Math.sqrt(n) * difference;
  return normalUpperTail(distance / Math.sqrt(share - difference ** 2));
}

test("Connor's approximation gives the power that it plans for", () => {
  for (const pair of [
    { first: 0.26, second: 0.1 },
    { first: 0.3, second: 0.1, discordance: 0.22 },
  ]) {
    const { n } = sampleSizeForPairedRates(pair, { power: 0.9 });
    assert.ok(n !== null);
    assert.ok(connorPower(pair, n) >= 0.9 && connorPower(pair, n - 1) < 0.9);
  }
});

test("half widths are half of scipy's intervals", () => {
  for (const { rate, n, level, half } of expected.widths) {
    assertClose(wilsonHalfWidth(rate, n, level), half, 1e-10, `${rate} of ${n}`);
  }
});

test('where no sample is enough, the plan says why', () => {
  assert.equal(sampleSizeForCorrelation(0).reason, 'no sample detects a correlation of 0');
  assert.equal(sampleSizeForCorrelation(1e-6).reason, 'more than 10000000 problems');
  assert.equal(
    sampleSizeForPairedRates({ first: 0.1, second: 0.1 }).reason,
    'no sample tells two equal rates apart',
  );
  assert.equal(detectableCorrelation(3).reason, '3 pairs or fewer (n = 3)');
});

test('impossible wishes are errors', () => {
  assert.throws(() => sampleSizeForCorrelation(1), AnalysisError);
  assert.throws(() => sampleSizeForCorrelation(0.3, { alpha: 0.9 }), AnalysisError);
  assert.throws(() => exactCorrelationPower(0.3, 4.5), AnalysisError);
  assert.throws(
    () => sampleSizeForPairedRates({ first: 0.2, second: 0.1, discordance: 0.05 }),
    AnalysisError,
  );
  assert.throws(() => sampleSizeForPairedRates({ first: 1.2, second: 0.1 }), AnalysisError);
  assert.throws(() => sampleSizeForRate(0.1, 0), AnalysisError);
});
