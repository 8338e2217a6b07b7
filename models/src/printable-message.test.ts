import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ModelError } from './errors.js';

test('a name from a file cannot steer the terminal', () => {
  const { message } = new ModelError('BAD_FILE', 'tensor \u001b[2J\u202eweights\nof Zürich; fetch it again');
  assert.equal(message, 'tensor \\u001b[2J\\u202eweights\\u000aof Zürich; fetch it again');
});

test('a message of any length begins with the fact and ends with the remedy, and is short', () => {
  const { message } = new ModelError('BAD_FILE', `a.bin: tensor ${'n'.repeat(2 ** 24)}; fetch it again`);
  assert.match(message, /^a\.bin: tensor n+ \[\d+ characters left out\] n+; fetch it again$/);
  assert.ok(message.length < 2100);
});
