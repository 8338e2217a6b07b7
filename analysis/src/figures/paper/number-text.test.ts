import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { NumberForm } from '../../words/figure.js';
import { numberText, rangeOf, roundRange, tickText, tickTexts } from './axis.js';

const form = (unit: NumberForm['unit'], decimals: number): NumberForm => ({ unit, decimals });

test('a value is written in its form, with a real minus sign and none where it rounds to zero', () => {
  const cases: [number | null, NumberForm, string][] = [
    [0.2117, form('percent', 1), '21.2 %'],
    [0.3, form('percent', 1), '30 %'],
    [0.2117, form('percent', 0), '21 %'],
    [-0.0004, form('percent', 0), '0 %'],
    [-1.239, form('nats', 2), '\u22121.24'],
    [-0.001, form('nats', 2), '0.00'],
    [-0.0014, form('r', 2), '\u22120.001'],
    [0.142, form('r', 2), '0.14'],
    [-0.0004, form('r', 2), '0.000'],
    [-0.142, form('r', 1), '\u22120.1'],
    [12, form('count', 0), '12'],
    [null, form('weight', 2), '–'],
  ];
  for (const [value, how, text] of cases) assert.equal(numberText(value, how), text);
});

test('ticks have a real minus sign and no binary noise, and as many decimals as the finest', () => {
  assert.equal(tickText(-0.30000000000000004), '\u22120.3');
  assert.deepEqual(tickTexts([-0.5, 0, 0.25]), ['\u22120.50', '0.00', '0.25']);
  assert.deepEqual(tickTexts([0, 20, 40]), ['0', '20', '40']);
});

test('a round range holds its values, and begins and ends on multiples of a step of 1, 2, 2.5 or 5', () => {
  for (let exponent = -4; exponent <= 4; exponent++) {
    for (const [low, high] of [
      [0, 1],
      [-3.3, 7.9],
      [2, 2],
      [-1, 0],
      [0.31, 0.3101],
    ] as const) {
      // prettier-ignore
      const [from, to] = [low * 10 ** exponent, high * 10 ** exponent];
      const { min, max, stepSize } = roundRange(from, to, 5);
      assert.ok(
        min <= from + 1e-6 * stepSize && max >= to - 1e-6 * stepSize && max > min,
        `${from} to ${to}`,
      );
      for (const end of [min, max]) assert.ok(Math.abs(end / stepSize - Math.round(end / stepSize)) < 1e-6);
      const digits = Number(stepSize.toExponential().split('e')[0]);
      assert.ok(
        [1, 2, 2.5, 5].some((each) => Math.abs(each - digits) < 1e-9),
        `${stepSize}`,
      );
    }
  }
  assert.deepEqual(roundRange(0, 0, 5), { min: 0, max: 1, stepSize: 0.2 });
});

test('an axis of shares never goes beyond 0 and 100 %, other axes leave room for labels', () => {
  const wishes = { steps: 5, zero: true, room: 0.07 };
  assert.deepEqual(rangeOf([0.5, 1], form('percent', 0), wishes), { min: 0, max: 100, stepSize: 20 });
  assert.deepEqual(rangeOf([0.02, 0.1], form('percent', 0), { ...wishes, whole: true }), { min: 0, max: 100, stepSize: 20 }); // prettier-ignore
  assert.deepEqual(rangeOf([-0.1, 0.3], form('percent', 0), wishes), { min: -20, max: 40, stepSize: 10 });
  assert.deepEqual(rangeOf([-2, -1], form('nats', 0), { ...wishes, room: 0 }), { min: -2, max: 0, stepSize: 0.5 }); // prettier-ignore
  assert.deepEqual(rangeOf([], form('nats', 0), { ...wishes, zero: false }), {
    min: 0,
    max: 1,
    stepSize: 0.2,
  });
});
