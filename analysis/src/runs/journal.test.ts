import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { AnalysisError } from '../words/errors.js';
import { Journal } from './journal.js';
import { refusal, testFolder, testPayload } from './run-for-tests.js';

const folder = testFolder('journal');

async function journalOf(name: string, keys: readonly string[]): Promise<string> {
  const path = join(folder, name);
  const journal = await Journal.open(path, 'key');
  await Promise.all(keys.map((key) => journal.append(key, testPayload(key))));
  await journal.close();
  return path;
}

test('An appended line is in the file when the append resolves', async () => {
  const path = join(folder, 'order.jsonl');
  const journal = await Journal.open(path, 'key');
  for (const key of ['x', 'y', 'z']) {
    await journal.append(key, testPayload(key));
    const last = readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    assert.deepEqual((JSON.parse(last) as { payload: unknown }).payload, { ...testPayload(key) });
    assert.ok(journal.has(key));
  }
  await journal.close();
});

test('A rollout does not count before it is on the disk', async () => {
  const journal = await Journal.open(join(folder, 'early.jsonl'), 'key');
  const done = journal.append('x', 1);
  assert.ok(!journal.has('x'));
  await done;
  assert.ok(journal.has('x'));
  await journal.close();
});

test('A key that comes again changes nothing, at once, later or after reopening', async () => {
  const path = join(folder, 'twice.jsonl');
  const journal = await Journal.open(path, 'key');
  await Promise.all([journal.append('x', 1), journal.append('x', 2)]);
  await journal.append('x', 3);
  await journal.close();
  const [, line] = readFileSync(path, 'utf8').split('\n');
  assert.equal(readFileSync(path, 'utf8').split('\n').length, 3);
  appendFileSync(path, `${line ?? ''}\n`);
  const again = await Journal.open(path, 'key');
  assert.deepEqual([...again.keys()], ['x']);
  assert.equal(again.payload('x'), 1);
  await again.close();
});

test('What is appended after a torn line was cut off can be read, wherever it was torn', async () => {
  const path = await journalOf('torn.jsonl', ['a', 'b']);
  const bytes = readFileSync(path);
  const lastLine = bytes.lastIndexOf(10, bytes.length - 2) + 1;
  for (let length = lastLine; length < bytes.length; length++) {
    writeFileSync(path, bytes.subarray(0, length));
    const journal = await Journal.open(path, 'key');
    assert.deepEqual([...journal.keys()], ['a']);
    await journal.append('c', 1);
    await journal.close();
    const again = await Journal.open(path, 'key');
    assert.deepEqual([...again.keys()], ['a', 'c'], `torn after ${length} bytes`);
    await again.close();
  }
});

test('Any changed byte of a whole line is found, and the line is named', async () => {
  const path = await journalOf('damaged.jsonl', ['a', 'b']);
  const bytes = readFileSync(path);
  const lineEnds = [...bytes.entries()].filter(([, byte]) => byte === 10).map(([place]) => place);
  for (let place = 0; place < bytes.length - 1; place++) {
    if (bytes[place] === 10) continue;
    const damaged = Buffer.from(bytes);
    // Another letter, digit or sign; never a newline.
    damaged[place] = (damaged[place] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    const line = lineEnds.filter((end) => end < place).length + 1;
    await assert.rejects(
      Journal.open(path, 'key'),
      refusal('BAD_RUN_FOLDER', new RegExp(`line ${line}: `)),
      `byte ${place}`,
    );
  }
});

test("Another run's journal and a file that is no journal are refused and left as they are", async () => {
  const path = await journalOf('other.jsonl', ['a']);
  await assert.rejects(
    Journal.open(path, 'another key'),
    refusal('BAD_RUN_FOLDER', /line 1: this is not the journal/),
  );
  writeFileSync(path, 'notes');
  await assert.rejects(
    Journal.open(path, 'key'),
    refusal('BAD_RUN_FOLDER', /line 1: this is not the journal/),
  );
  assert.equal(readFileSync(path, 'utf8'), 'notes');
});

test('Lines are put into another order while others are being appended, and none is lost', async () => {
  const path = join(folder, 'rewritten.jsonl');
  const journal = await Journal.open(path, 'key');
  const before = ['c', 'a', 'b'].map((key) => journal.append(key, testPayload(key)));
  const rewritten = journal.rewrite((keys) => keys.toSorted());
  const later = ['e', 'd'].map((key) => journal.append(key, testPayload(key)));
  await Promise.all([...before, rewritten, ...later]);
  assert.deepEqual([...journal.keys()], ['a', 'b', 'c', 'e', 'd']);
  await journal.append('f', 1);
  await journal.close();
  const again = await Journal.open(path, 'key');
  assert.deepEqual([...again.keys()], ['a', 'b', 'c', 'e', 'd', 'f']);
  assert.deepEqual(again.payload('e'), testPayload('e'));
  await again.close();
});

test('A payload that JSON cannot hold is refused, and the journal goes on', async () => {
  const journal = await Journal.open(join(folder, 'payload.jsonl'), 'key');
  for (const payload of [undefined, { margin: NaN }, [Infinity]]) {
    await assert.rejects(
      Promise.resolve().then(() => journal.append('x', payload)),
      (error) => error instanceof AnalysisError && error.code === 'BAD_ARGUMENT',
    );
  }
  await journal.append('x', { margin: null });
  assert.deepEqual(journal.payload('x'), { margin: null });
  await journal.close();
  await assert.rejects(journal.append('y', 1), /is closed/);
});
