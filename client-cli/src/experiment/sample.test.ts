import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError, createDataset } from '@codiscope/analysis';

import { requireSample } from './sample.js';

const dataset = await createDataset({ source: 'gsm-mini', seed: 7, perLevel: 2 });

test('Flags that say what the folder has, or nothing, are heard', () => {
  requireSample('run', dataset, { 'test-mode': false });
  requireSample('run', dataset, {
    source: 'gsm-mini',
    sampler: 'seeded',
    'per-level': 2,
    seed: 7,
    'test-mode': false,
  });
});

test('A flag that asks for other problems is refused by its name', () => {
  for (const [flag, asked] of [
    ['--seed', { seed: 8 }],
    ['--per-level', { 'per-level': 25 }],
    ['--sampler', { sampler: 'python' }],
    ['--source', { source: 'data/gsm8k.jsonl' }],
    ['--test-mode', { 'test-mode': true }],
  ] as const) {
    assert.throws(
      () => {
        requireSample('run', dataset, { 'test-mode': false, ...asked });
      },
      (error) =>
        error instanceof AnalysisError &&
        error.code === 'BAD_RUN_FOLDER' &&
        error.message.includes(`not of ${flag} `),
    );
  }
});

test('A source is known by its file name, wherever the file lies now', () => {
  requireSample(
    'run',
    { ...dataset, source: 'gsm8k.jsonl' },
    { source: '/data/gsm8k.jsonl', 'test-mode': false },
  );
});
