import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hashOf, START, stateOf, type ExplorerState } from './explorer-state.js';

test('every state survives the way into the address and back', () => {
  const states: ExplorerState[] = [
    START,
    { ...START, problem: 'a b&c=d#e/ü', layer: 0, head: 0, thought: 6 },
    {
      ...START,
      sort: 'drop',
      descending: true,
      level: '5+step',
      right: 'wrong',
      flipped: 'none',
      text: '3 + 4',
    },
    { ...START, sort: 'id', descending: true },
  ];
  for (const state of states) assert.deepEqual(stateOf(hashOf(state)), state);
});

test('the start has no hash, and a hash says only what differs from it', () => {
  assert.equal(hashOf(START), '');
  assert.equal(
    hashOf({ ...START, problem: 'p-1', layer: 7, sort: 'flips', descending: true }),
    '#problem=p-1&layer=7&sort=-flips',
  );
});

test('what an address says wrongly is as at the start', () => {
  for (const hash of [
    '',
    '#',
    '#findings',
    '#layer=-1&head=x&thought=0',
    '#sort=name',
    '#right=maybe&flipped=all',
    '#layer=1e3&thought=99999',
  ]) {
    assert.deepEqual(hashOf(stateOf(hash)), '', hash);
  }
});
