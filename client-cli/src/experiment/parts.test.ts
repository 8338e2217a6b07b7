import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EXPERIMENTS } from '@codiscope/analysis';

import { parseParts } from './parts.js';

const verbs = (...given: Parameters<typeof parseParts>): string[] => {
  const { experiments, analyze } = parseParts(...given);
  return [...experiments.map(({ verb }) => verb), ...(analyze ? ['analyze'] : [])];
};

test('Without a list every part is done; a list is done in the order of the parts', () => {
  assert.deepEqual(verbs(undefined, 'official'), [...EXPERIMENTS.map(({ verb }) => verb), 'analyze']);
  assert.deepEqual(verbs('analyze, attend,ablate,attend', 'official'), ['ablate', 'attend', 'analyze']);
  assert.equal(parseParts(undefined, 'official').named, false);
  assert.equal(parseParts('attend', 'official').named, true);
});

test("The earlier scripts' protocol has what they did", () => {
  assert.deepEqual(verbs(undefined, 'origin'), ['ablate', 'attend', 'analyze']);
  assert.throws(() => parseParts('lens', 'origin'), {
    setting: 'only',
    message: 'only has "lens"; the origin protocol has ablate, attend, analyze.',
  });
});

test('Anything else is refused with what there is', () => {
  for (const text of ['', 'ablate,', 'dataset', 'constructor']) {
    assert.throws(() => parseParts(text, 'official'), /only has .*; use ablate, attend, lens, /);
  }
});
