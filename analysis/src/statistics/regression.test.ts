import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture } from './fixtures/fixture.js';
import { leastSquares } from './regression.js';

test("the least-squares line has the certified coefficients of NIST's data set Norris", () => {
  const { x, y, slope, intercept } = readFixture('norris.json') as {
    x: number[];
    y: number[];
    slope: number;
    intercept: number;
  };
  const line = leastSquares(x, y);
  assertClose(line?.slope ?? null, slope, 1e-13, 'slope');
  assertClose(line?.intercept ?? null, intercept, 1e-12, 'intercept');
});

test('two pairs and points on a line give that line; a shift of x moves the intercept alone', () => {
  assert.deepEqual(leastSquares([1, 3], [2, 8]), { slope: 3, intercept: -1 });
  assert.deepEqual(leastSquares([1001, 1003, 1004], [2, 8, 11]), { slope: 3, intercept: -3001 });
  assert.deepEqual(leastSquares([0.1, 0.2, 0.7], [5, 5, 5]), { slope: 0, intercept: 5 });
});

test('one pair, or an x that is constant though no binary fraction, has no line', () => {
  assert.equal(leastSquares([], []), null);
  assert.equal(leastSquares([1], [2]), null);
  assert.equal(leastSquares([0.1, 0.1, 0.1], [1, 2, 4]), null);
  assert.throws(() => leastSquares([1, 2], [1]), AnalysisError);
  assert.throws(() => leastSquares([1, NaN], [1, 2]), AnalysisError);
});
