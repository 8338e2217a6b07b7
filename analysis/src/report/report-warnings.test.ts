import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RunResults } from '../run-results.js';
import { syntheticMore } from '../summary/fixtures/synthetic-more.js';
import { syntheticResults } from '../summary/fixtures/synthetic-results.js';
import { reportWarnings } from './report-warnings.js';

const EXACT = { dtype: 'float32', approximate: false };
const { ablation, attention } = syntheticResults({ problems: 6 });
const { decomposition } = syntheticMore(ablation);

function results(change: Partial<Record<keyof RunResults, unknown>> = {}): RunResults {
  const run = { model: { id: 'm', fingerprint: 'f', ...EXACT } };
  return { run, ablation, attention, problems: [], others: new Map(), ...change } as unknown as RunResults;
}

test('a sound run has no warning', () => {
  assert.deepEqual(reportWarnings(results()), []);
});

test('a failed self-patch names the first problems, but in the protocol of the earlier scripts it is none', () => {
  const failed = structuredClone(ablation);
  for (const problem of failed.problems) problem.controls.self_patch_equals_baseline = false;
  const [warning] = reportWarnings(results({ ablation: failed }));
  assert.equal(warning?.id, 'invalid');
  assert.match(warning.text, /^A control failed\. .* changed 6 of 6 problems \(gsm8k_0, gsm8k_1, gsm8k_2\)/);
  assert.deepEqual(reportWarnings(results({ ablation: { ...failed, protocol: 'origin' } })), []);
});

test('parts that do not add up make the decomposition invalid', () => {
  const additivity = { ...decomposition.additivity, not_additive: ['p-1'] };
  const others = new Map([['decomposition', { ...decomposition, additivity }]]);
  const [warning] = reportWarnings(results({ others }));
  assert.equal(warning?.id, 'invalid');
  assert.match(warning.text, /do not add up to it within 0\.001 in 1 of 6 problems \(p-1\)/);
});

test('one result in reduced precision is enough to say so', () => {
  const warnings = reportWarnings(results({ attention: { ...attention, dtype: 'int8', approximate: true } }));
  assert.deepEqual(warnings.map(({ id }) => id), ['approximate']); // prettier-ignore
  assert.match(warnings[0]?.text ?? '', /^The model was run in int8/);
});
