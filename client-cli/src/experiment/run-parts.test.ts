import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseParts, RUN_PARTS } from './run-parts.js';

test('Without a list every part is done; a list is done in the order of the parts', () => {
  assert.deepEqual(parseParts(undefined, 'official'), RUN_PARTS);
  assert.deepEqual(parseParts('analyze, attend,ablate,attend', 'official'), ['ablate', 'attend', 'analyze']);
});

test("The earlier scripts' protocol knows what they did", () => {
  assert.deepEqual(parseParts(undefined, 'origin'), ['ablate', 'attend', 'analyze']);
  assert.throws(
    () => parseParts('lens', 'origin'),
    /"lens"; the origin protocol has ablate, attend, analyze\./,
  );
});

test('Anything else is refused with what is known', () => {
  for (const text of ['', 'ablate,', 'dataset', 'constructor']) {
    assert.throws(
      () => parseParts(text, 'official'),
      /^AnalysisError: --only has .*; use ablate, attend, lens, /,
    );
  }
});
