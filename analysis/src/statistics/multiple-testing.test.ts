import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { benjaminiHochberg, holm } from './multiple-testing.js';

const family = (readFixture('expected.json') as { holm: { p: number[]; adjusted: number[] } }).holm;
const { benjamini_hochberg: families } = readFixture('tests.json') as {
  benjamini_hochberg: { p: number[]; adjusted: number[] }[];
};

test("Holm's adjustment agrees with statsmodels, ties included", () => {
  for (const [index, p] of holm(family.p).entries()) {
    assertClose(p, family.adjusted[index] ?? NaN, 1e-12, `p ${index}`);
  }
  assert.deepEqual(holm([]), []);
});

test("Benjamini and Hochberg's adjustment agrees with scipy, with ties, ones and 1e-200", () => {
  for (const { p, adjusted } of families) {
    for (const [index, found] of benjaminiHochberg(p).entries()) {
      assertClose(found, adjusted[index] ?? NaN, 1e-12, `p ${index} of ${p.length}`);
    }
  }
  assert.deepEqual(benjaminiHochberg([]), []);
  assert.throws(() => benjaminiHochberg([0.1, NaN]), AnalysisError);
});
