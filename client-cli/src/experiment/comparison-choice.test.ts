import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseArms, type Dataset, type LayerIndex } from '@codiscope/analysis';

import { comparisonChoice, possibleComparison, type FlaggedComparison } from './comparison-choice.js';

const own = { source: 'gsm-mini' } as Dataset;
const foreign = { source: 'test.jsonl' } as Dataset;
const flagged: FlaggedComparison = {
  arms: parseArms('zero,mean,resample-direct,knockout-all'),
  layer: 4 as LayerIndex,
  donors: 5,
  seed: 42,
  fitFrom: null,
  fitProblems: 100,
};

test('Means and donors of the generator’s problems are other ones of the generator', () => {
  assert.deepEqual(comparisonChoice(flagged, own).fit, { from: 'gsm-mini', problems: 100, seed: 42 });
  assert.deepEqual(possibleComparison(flagged, own).leftOut, []);
});

test('Of foreign problems they need a file; without one the arms are refused, or left out of a whole run', () => {
  assert.throws(() => comparisonChoice(flagged, foreign), /mean, total; resample, direct .* with --fit-from/);
  const { choice, leftOut } = possibleComparison(flagged, foreign);
  assert.deepEqual(leftOut, ['mean, total', 'resample, direct']);
  assert.deepEqual(
    [choice.fit, choice.arms.map(({ name }) => name)],
    [null, ['zero, total', 'knockout all']],
  );
  const filed = { ...flagged, fitFrom: { file: 'other.jsonl' } };
  assert.deepEqual(possibleComparison(filed, foreign).leftOut, []);
});
