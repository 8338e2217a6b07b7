import assert from 'node:assert/strict';
import { test } from 'node:test';

import { table } from './table.js';

test('Columns are as wide as their widest cell; numbers and shares stand to the right', () => {
  const rows = [
    ['singles', '7', '2.5 %', '1.4e-6'],
    ['all', '100', '12.0 %', '−3'],
  ];
  assert.equal(
    table(['set', 'flips', 'share', 'error'], rows),
    [
      'set      flips   share   error',
      '-------  -----  ------  ------',
      'singles      7   2.5 %  1.4e-6',
      'all        100  12.0 %      −3',
    ].join('\n'),
  );
});

test('A column with any word in it stands to the left, and no line ends in spaces', () => {
  const text = table(
    ['model', ''],
    [
      ['codi-mini', 'a'],
      ['7', ''],
    ],
  );
  assert.deepEqual(text.split('\n'), ['model', '---------  -', 'codi-mini  a', '7']);
});

test('A table without rows is its head', () => {
  assert.equal(table(['a', 'b'], []), 'a  b\n-  -');
});
