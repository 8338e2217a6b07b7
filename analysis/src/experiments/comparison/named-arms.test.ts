import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AnalysisError } from '../../words/errors.js';
import { DEFAULT_ARMS, parseArms } from './settings.js';

test('The default arms are methods, kinds of effect, edges and sites, each with a name of its own', () => {
  assert.deepEqual(
    parseArms('default').map(({ name }) => name),
    [
      'zero, total',
      'zero, direct',
      'mean, total',
      'resample, total',
      'noise, total',
      'knockout answer',
      'knockout thoughts',
      'knockout all',
      'zero at embed, total',
      'zero at attn_out, total',
      'zero at mlp_out, total',
    ],
  );
  assert.deepEqual(parseArms(DEFAULT_ARMS), parseArms('default'));
});

test('Method, effect and site are read from the word; an arm named twice is one', () => {
  const [first, second, ...rest] = parseArms('mean-direct@embed, knockout-all,zero@resid_post,zero');
  assert.deepEqual(first, {
    name: 'mean at embed, direct',
    method: 'mean',
    queries: 'answer',
    site: 'embed',
    later: 'hold',
  });
  assert.deepEqual([second?.method, second?.site, second?.queries], ['knockout', 'attention', 'all']);
  assert.deepEqual(
    rest.map(({ name }) => name),
    ['zero, total'],
  );
});

test('Anything else is refused with what is known', () => {
  for (const text of [
    '',
    'scale',
    'zero-total',
    'zero@head',
    'knockout',
    'knockout-answer@embed',
    'zero,,mean',
  ]) {
    assert.throws(
      () => parseArms(text),
      (error) =>
        error instanceof AnalysisError && error.code === 'BAD_ARGUMENT' && /^arms has /.test(error.message),
      text,
    );
  }
});
