import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { assertClose, readFixture, rowsOf } from './fixtures/fixture.js';
import { conditionalLogistic, leastSquares } from './regression.js';

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

const { logistic } = readFixture('associations.json') as {
  logistic: {
    name: string;
    x: number[][];
    y: number[][];
    coefficient: number;
    standardError: number;
    z: number;
    p: number;
    interval: [number, number];
    positions: number[];
    informative: number;
  }[];
};

for (const { name, x, y, ...reference } of logistic) {
  test(`conditional logistic regression agrees with a maximisation over listed choices: ${name}`, () => {
    const found = conditionalLogistic(rowsOf({ x, y }));
    assert.equal(found.reason, null);
    for (const key of ['coefficient', 'standardError', 'z', 'p'] as const) {
      assertClose(found[key], reference[key], 1e-10, key);
    }
    for (const end of [0, 1] as const) {
      assertClose(found.interval[end], reference.interval[end], 1e-10, `end ${end}`);
    }
    assert.equal(found.informative, reference.informative);
    assert.equal(found.positions.length, reference.positions.length);
    for (const [index, { coefficient, position }] of found.positions.entries()) {
      assertClose(coefficient, reference.positions[index] ?? NaN, 1e-9, `position ${position}`);
    }
  });
}

test('thoughts that flip never or always are left out and named', () => {
  const { x, y } = logistic.at(-1) ?? { x: [], y: [] };
  const found = conditionalLogistic(rowsOf({ x, y }));
  assert.deepEqual(found.leftOut, [1, 4]);
  assert.deepEqual(
    found.positions?.map(({ position }) => position),
    [2, 3, 5, 6],
  );
});

test('a shift of each problem and another unit of attention change only the unit of the coefficient', () => {
  const { x, y, coefficient, z } = logistic[0] ?? { x: [], y: [], coefficient: 0, z: 0 };
  const moved = x.map((row, index) => row.map((value) => 1000 * value + index));
  const found = conditionalLogistic(rowsOf({ x: moved, y }));
  assertClose(found.coefficient, coefficient / 1000, 1e-9, 'coefficient');
  assertClose(found.z, z, 1e-9, 'z');
});

test('there is no coefficient where nothing differs, where x is given by the position, or with separation', () => {
  const same = [
    { x: [1, 2], y: [1, 1] },
    { x: [2, 1], y: [0, 0] },
  ];
  const none = conditionalLogistic(same);
  assert.equal(none.reason, 'no row has the outcome at some positions and not at others');
  assert.deepEqual([none.coefficient, none.p, none.informative, none.leftOut], [null, null, 0, []]);
  const given = conditionalLogistic([
    { x: [1, 2, 4], y: [1, 0, 0] },
    { x: [2, 3, 5], y: [0, 1, 0] },
    { x: [0, 1, 3], y: [0, 0, 1] },
  ]);
  assert.equal(given.reason, 'x is constant within rows and positions');
  const separated = conditionalLogistic([
    { x: [9, 1, 2], y: [1, 0, 0] },
    { x: [1, 9, 2], y: [0, 1, 0] },
    { x: [2, 1, 9], y: [0, 0, 1] },
    { x: [9, 2, 0], y: [1, 0, 0] },
    { x: [0, 8, 3], y: [0, 1, 0] },
  ]);
  assert.match(separated.reason ?? '', /separate the outcomes/);
  assert.equal(conditionalLogistic([]).coefficient, null);
});

test('outcomes other than 0 and 1 are an error', () => {
  assert.throws(() => conditionalLogistic([{ x: [1, 2], y: [0.5, 1] }]), AnalysisError);
});
