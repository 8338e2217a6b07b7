import assert from 'node:assert/strict';
import { test } from 'node:test';

import { GetModelResponse } from '@codiscope/proto';

import { AnalysisError } from '../words/errors.js';
import type { LayerIndex } from '../words/thought.js';
import { parseLayer, parseLayers, type NamedLayer } from './layers.js';

/** A model of 16 layers, such as LLaMA-3.2-1B: early, middle and late are 25, 50 and 87.5 % of its depth. */
const model = GetModelResponse.fromPartial({
  id: 'llama',
  layers: 16,
  presets: { early: 4, middle: 8, late: 14 },
});
const named = (layer: number, name = String(layer)): NamedLayer => ({ layer: layer as LayerIndex, name });

test('A layer is a preset or a number from 0', () => {
  assert.deepEqual(parseLayer('middle', 'layer', model), named(8, 'middle'));
  assert.deepEqual(parseLayer('0', 'layer', model), named(0));
  assert.deepEqual(parseLayer('15', 'layer', model), named(15));
});

test('A layer that the model does not have is refused with the setting, the range and the model', () => {
  for (const wrong of [
    '16',
    '-1',
    '1.5',
    '1e1',
    '',
    'Early',
    'all',
    'constructor',
    '__proto__',
    '99999999999999999999',
  ]) {
    assert.throws(
      () => parseLayer(wrong, 'layer', model),
      (error) =>
        error instanceof AnalysisError &&
        error.code === 'BAD_ARGUMENT' &&
        error.message.startsWith(
          `layer has "${wrong}"; use early, middle, late, or a layer from 0 to 15 (llama has 16)`,
        ),
      wrong,
    );
  }
});

test('A list has each layer once, by depth, a preset under its name however it was written', () => {
  assert.deepEqual(parseLayers('late, 2,early,14,2', model), [
    named(2),
    named(4, 'early'),
    named(14, 'late'),
  ]);
});

test('"all" is every layer, also beside others', () => {
  for (const text of ['all', ' all', '3,all', 'all,late']) {
    const layers = parseLayers(text, model);
    assert.deepEqual(
      layers.map(({ layer }) => layer),
      Array.from({ length: 16 }, (_, layer) => layer),
    );
    assert.deepEqual([layers[3]?.name, layers[4]?.name, layers[14]?.name], ['3', 'early', 'late']);
  }
});

test('An empty place in a list is refused, and so is a wrong name beside "all"', () => {
  for (const text of ['', 'early,', 'all,nowhere'])
    assert.throws(() => parseLayers(text, model), /^AnalysisError: layers has/);
});
