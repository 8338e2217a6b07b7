import assert from 'node:assert/strict';
import { test } from 'node:test';

import { layerText, nearestLayer } from './nearest-layer.js';
import { nextPlace } from './problem-rows.js';
import { waterfallSteps } from './waterfall.js';

test('the bars of a waterfall join, and the last is their sum', () => {
  const bars = waterfallSteps([{ name: 'a', value: 2 }, { name: 'b', value: -3 }, { name: 'c', value: 0.5 }], 'sum'); // prettier-ignore
  assert.deepEqual(
    bars.map(({ name, from, to, label, total }) => [name, from, to, ...label, total]),
    [
      ['a', 0, 2, '+2.00', false],
      ['b', 2, -1, '−3.00', false],
      ['c', -1, -0.5, '+0.50', false],
      ['sum', 0, -0.5, '−0.50', true],
    ],
  );
});

test('the nearest layer that was read is shown, the deeper of two', () => {
  const layers = [2, 4, 7].map((layer) => ({ layer, name: String(layer) }));
  assert.deepEqual([0, 3, 4, 5, 6, 99].map((asked) => nearestLayer(layers, asked)), [0, 1, 1, 1, 2, 2]); // prettier-ignore
  assert.equal(nearestLayer([], 3), -1);
  assert.deepEqual(
    [layerText({ layer: 7, name: 'late' }), layerText({ layer: 7, name: '7' })],
    ['7 (late)', '7'],
  );
});

test('keys move inside the table and stop at its ends', () => {
  const moved = (key: string, here: number): number | null => nextPlace(key, here, 30);
  assert.deepEqual([moved('ArrowDown', 0), moved('ArrowUp', 0), moved('ArrowDown', 29)], [1, 0, 29]);
  assert.deepEqual([moved('PageDown', 0), moved('PageDown', 25), moved('PageUp', 5)], [10, 29, 0]);
  assert.deepEqual([moved('Home', 17), moved('End', 17), moved('x', 17)], [0, 29, null]);
  assert.equal(nextPlace('ArrowDown', 0, 0), null);
});
