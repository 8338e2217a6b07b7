import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBoundedJson } from './bounded-json.js';
import { ModelError } from './errors.js';
import type { ModelErrorCode } from './errors.js';

const limits = { mostMarks: 8, deepest: 2 };

const sound: string[] = [
  '{"a":[1,2],"b":{}}',
  // Brackets, commas and colons of a string are text.
  '"[[[[,,,,::::{{{{"',
  '["\\\\","\\"[[[[,,,,","\\\\\\""]',
  ' {"a" : "b"} ',
];

for (const text of sound) {
  test(`${text} is what JSON.parse makes of it`, () => {
    assert.deepEqual(parseBoundedJson('x.json', text, limits), JSON.parse(text));
  });
}

const refused: [what: string, text: string, code: ModelErrorCode, says: RegExp][] = [
  ['three deep', '[[[]]]', 'HOSTILE_FILE', /x\.json: .*nested more than 2 deep/],
  ['three deep with objects', '{"a":[{}]}', 'HOSTILE_FILE', /nested more than 2 deep/],
  ['never closed', '['.repeat(2 ** 24), 'HOSTILE_FILE', /nested more than 2 deep/],
  ['nine values', '[1,2,3,4,5,6,7,8,9]', 'HOSTILE_FILE', /more than 8 values/],
  ['a string without an end', '["a', 'BAD_FILE', /x\.json: .*JSON is not valid/],
  ['closed too often', ']]]]', 'BAD_FILE', /not valid/],
  ['nothing', '', 'BAD_FILE', /not valid/],
];

for (const [what, text, code, says] of refused) {
  test(`JSON that is ${what} is refused`, () => {
    assert.throws(
      () => parseBoundedJson('x.json', text, limits),
      (error) => error instanceof ModelError && error.code === code && says.test(error.message),
    );
  });
}
