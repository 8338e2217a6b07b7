import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { codiMini, fixture, fixtureJson, goldenLlama } from './testing/fixtures.js';
import { changeJson } from './testing/golden-copy.js';
import { rejectsWith } from './testing/rejects-with.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { CodiTokenizer } from './tokenizer.js';

test("codi-mini's tokens and texts are those of Python's transformers", async () => {
  const tokenizer = await CodiTokenizer.open(codiMini, 370);
  const cases = fixtureJson(fixture('codi_mini_tokens.json')) as {
    text: string;
    ids: number[];
    plain: number[];
    decoded: string;
  }[];
  assert.ok(cases.length >= 16);
  for (const { text, ids, plain, decoded } of cases) {
    assert.deepEqual(tokenizer.encode(text), ids, text);
    assert.deepEqual(tokenizer.encodePlain(text), plain, text);
    assert.equal(tokenizer.decode(ids), decoded);
  }
});

test("the golden checkpoint's question tokens are the official implementation's", async () => {
  const tokenizer = await CodiTokenizer.open(join(goldenLlama, 'base'), 88);
  const golden = fixtureJson(join(goldenLlama, 'golden.json')) as {
    question: string;
    input_ids: number[];
    tokens: number[];
    text: string;
  }[];
  for (const { question, input_ids: ids, tokens, text } of golden) {
    assert.deepEqual(tokenizer.encode(question), ids);
    assert.equal(tokenizer.decode(tokens), text);
  }
});

test('unknown words are named once each, in order; names and marks are known', async () => {
  const tokenizer = await CodiTokenizer.open(codiMini, 370);
  const text = 'Zork has 777 apples. Tom has 3 zorks, and Zork has 777 more?';
  assert.deepEqual(tokenizer.unknownWords(text), ['Zork', '777', 'zorks']);
  assert.deepEqual(tokenizer.unknownWords('Tom has 5 apples.'), []);
});

test('the unknown token of tokenizer.json is enough; without one, unknown words are refused', async (context) => {
  const folder = await temporaryFolder(context);
  const [words, config] = ['tokenizer.json', 'tokenizer_config.json'].map((name) => join(folder, name));
  assert.ok(words && config);
  await cp(join(codiMini, 'tokenizer.json'), words);
  await cp(join(codiMini, 'tokenizer_config.json'), config);
  await changeJson(config, { unk_token: undefined });
  const text = 'Zork has 777 apples.';
  const whole = await CodiTokenizer.open(codiMini, 370);
  const lacking = await CodiTokenizer.open(folder, 370);
  assert.deepEqual(lacking.encode(text), whole.encode(text));
  assert.deepEqual(lacking.unknownWords(text), ['Zork', '777']);

  const { model } = JSON.parse(await readFile(words, 'utf8')) as { model: object };
  await changeJson(words, { model: { ...model, unk_token: undefined } });
  const without = await CodiTokenizer.open(folder, 370);
  assert.deepEqual(without.encode('Tom has 5 apples.'), whole.encode('Tom has 5 apples.'));
  assert.throws(() => without.encode(text), { code: 'BAD_CONFIG', message: /unk_token; use other words/ });
});

test('a byte-level tokenizer knows every word and shows its pieces as text', async () => {
  const tokenizer = await CodiTokenizer.open(fixture('byte_level'), 400);
  const cases = fixtureJson(fixture('byte_level_tokens.json')) as {
    text: string;
    ids: number[];
    pieces: string[];
  }[];
  for (const { text, ids, pieces } of cases) {
    assert.deepEqual(tokenizer.encode(text), ids);
    assert.equal(tokenizer.decode(ids), text);
    assert.deepEqual(
      ids.map((id) => tokenizer.piece(id)),
      pieces,
    );
    assert.deepEqual(tokenizer.unknownWords(text), []);
  }
  assert.equal(tokenizer.eosId, 0);
});

test('special tokens, the three CODI ids and unused rows have names; decoding leaves them out', async () => {
  const tokenizer = await CodiTokenizer.open(codiMini, 380);
  assert.deepEqual(
    [1, 380, 381, 382, 375].map((id) => tokenizer.piece(id)),
    ['<s>', '<pad>', '<bot>', '<eot>', '<unused 375>'],
  );
  assert.equal(
    tokenizer.decode([1, 381, ...tokenizer.encodePlain('The answer is: 7'), 2, 382]),
    'The answer is: 7',
  );
  assert.equal(tokenizer.decode([]), '');
  for (const id of [383, -1, 1.5]) assert.throws(() => tokenizer.piece(id), { code: 'NOT_FOUND' });
});

test('tokenizer files that are missing, damaged or too large for the model are refused by name', async (context) => {
  await rejectsWith(CodiTokenizer.open(codiMini, 369), 'BAD_CONFIG', 'tokenizer.json', '370', '369');
  const folder = await temporaryFolder(context);
  await rejectsWith(CodiTokenizer.open(folder, 370), 'MISSING_FILE', join(folder, 'tokenizer.json'));
  await writeFile(join(folder, 'tokenizer_config.json'), '{}');
  await writeFile(join(folder, 'tokenizer.json'), '{"model": {}}');
  await rejectsWith(CodiTokenizer.open(folder, 370), 'BAD_FILE', 'tokenizer.json');
  const words = await readFile(join(codiMini, 'tokenizer.json'), 'utf8');
  await writeFile(join(folder, 'tokenizer.json'), words.slice(0, 1000));
  await rejectsWith(CodiTokenizer.open(folder, 370), 'BAD_FILE', 'tokenizer.json', 'JSON');
});

test('a vocabulary of the size of LLaMA 3 opens', async (context) => {
  const folder = await temporaryFolder(context);
  const words = Object.fromEntries(
    Array.from({ length: 130_000 }, (_, id) => [id === 0 ? '<unk>' : `w${id}`, id]),
  );
  const tokenizer = {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: null,
    decoder: null,
    model: { type: 'WordLevel', vocab: words, unk_token: '<unk>' },
  };
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ unk_token: '<unk>' }));
  const opened = await CodiTokenizer.open(folder, 130_000);
  assert.equal(opened.size, 130_000);
  assert.deepEqual(opened.encode('w129999 w1'), [129_999, 1]);
});
