import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reportWarnings } from './report-warnings.js';

type Inputs = Parameters<typeof reportWarnings>[0];

const exact = { dtype: 'float32', approximate: false };

function inputs(change: Record<string, unknown> = {}): Inputs {
  return {
    run: { model: { id: 'm', fingerprint: 'f', ...exact } },
    summary: { protocol: 'official', controls: { self_patch_valid: true, self_patch_failures: [] } },
    ablation: exact,
    attention: exact,
    decomposition: null,
    ...change,
  } as unknown as Inputs;
}

test('a sound run has no warning', () => {
  assert.deepEqual(reportWarnings(inputs()), []);
});

test('a failed self-patch names the first problems, but in the protocol of the earlier scripts it is none', () => {
  const controls = { self_patch_valid: false, self_patch_failures: ['a', 'b', 'c', 'd', 'e', 'f'] };
  const [warning] = reportWarnings(inputs({ summary: { protocol: 'official', controls } }));
  assert.equal(warning?.id, 'invalid');
  assert.match(warning.text, /changed 6 problems \(a, b, c, d, e, \.\.\)/);
  assert.deepEqual(reportWarnings(inputs({ summary: { protocol: 'origin', controls } })), []);
});

test('parts that do not add up make the decomposition invalid', () => {
  const decomposition = { ...exact, additivity: { not_additive: ['p-1'] } };
  const [warning] = reportWarnings(inputs({ decomposition }));
  assert.match(warning?.text ?? '', /do not add up to it in 1 problem \(p-1\)/);
});

test('one result in reduced precision is enough to say so', () => {
  const warnings = reportWarnings(inputs({ attention: { dtype: 'int8', approximate: true } }));
  assert.deepEqual(warnings.map(({ id }) => id), ['approximate']); // prettier-ignore
  assert.match(warnings[0]?.text ?? '', /^The model was run in int8/);
});
