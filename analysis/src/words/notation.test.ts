import assert from 'node:assert/strict';
import { test } from 'node:test';

import { correlationText, fixed, percent, percentInterval, pText, thoughtList } from './notation.js';

test('negative numbers have a real minus sign, and rounded zeros have none', () => {
  assert.equal(fixed(-0.126, 2), '\u22120.13');
  assert.equal(fixed(-0.001, 2), '0.00');
});

test('a correlation never hides its sign behind 0.00', () => {
  assert.equal(correlationText(0.18737), '0.19');
  assert.equal(correlationText(-0.0044), '\u22120.004');
});

test('small p are powers of ten, down to those below every double', () => {
  assert.equal(pText(0.02205), 'p = 0.022');
  assert.equal(pText(3.814e-6), 'p = 3.8 × 10⁻⁶');
  assert.equal(pText(5.28e-109), 'p = 5.3 × 10⁻¹⁰⁹');
  assert.equal(pText(0), 'p < 10⁻³⁰⁰');
});

test('shares, intervals and lists read as in prose', () => {
  assert.equal(percent(0.3), '30 %');
  assert.equal(percent(-0.104), '\u221210.4 %');
  assert.equal(percentInterval([0.219, 0.3958]), '21.9 to 39.6 %');
  assert.equal(thoughtList([2]), 'thought 2');
  assert.equal(thoughtList([1, 2, 5]), 'thoughts 1, 2 and 5');
});
