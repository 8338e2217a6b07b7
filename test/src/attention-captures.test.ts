import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  AttentionQuery,
  HeadReduction,
  KeyReduction,
  type AttentionRow,
  type CodiClient,
  type Rollout,
} from '@codiscope/proto';

import { ask, attention, capture, rollout, rollouts, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';
import { decoded, lines, near } from './harness/tensors.js';

/** Shape of codi-mini. */
const LAYERS = 8;
const HEADS = 6;
const THOUGHTS = 6;
const EVERY_QUERY = [
  AttentionQuery.THOUGHTS,
  AttentionQuery.EOT,
  AttentionQuery.NUMBER,
  AttentionQuery.ANSWER,
];

const QUESTION =
  'Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. How many more dollars does Tina need?';

let client: CodiClient;
const endings: (() => void | Promise<void>)[] = [];
before(async () => {
  ({ client } = await served({ after: (end) => endings.push(end as () => void) }));
});
after(async () => {
  for (const end of endings) await end();
});

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

async function attended(rest: Parameters<typeof attention>[1] = {}): Promise<Rollout> {
  return rollout(client, ask(QUESTION, { capture: capture({ attention: attention(EVERY_QUERY, rest) }) }));
}

function rowsOf(result: Rollout, query: AttentionQuery): AttentionRow[] {
  return result.attention.filter((row) => row.query === query);
}

test('attention rows: one for each thought, EOT, each answer slot and the number, in order of position', async () => {
  const result = await attended();
  const { layout } = result;
  assert.ok(layout);
  assert.equal(layout.bot, layout.questionTokens);
  assert.equal(layout.eot, layout.bot + THOUGHTS + 1);
  const places = (query: AttentionQuery): [number, number][] =>
    rowsOf(result, query).map(({ number, position }) => [number, position]);
  assert.deepEqual(
    places(AttentionQuery.THOUGHTS),
    Array.from({ length: THOUGHTS }, (_, k) => [k + 1, layout.bot + k + 1]),
  );
  assert.deepEqual(places(AttentionQuery.EOT), [[0, layout.eot]]);
  // The last token, <eos>, is the input of no slot.
  const answers = result.tokens.length - 1;
  assert.deepEqual(
    places(AttentionQuery.ANSWER),
    Array.from({ length: answers }, (_, j) => [j + 1, layout.eot + j + 1]),
  );
  const positions = result.attention.map(({ position }) => position);
  assert.deepEqual(
    positions,
    [...positions].sort((a, b) => a - b),
  );
  for (const row of result.attention) {
    assert.deepEqual(row.layers, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(
      row.weights?.shape,
      [LAYERS, HEADS, row.position + 1],
      'keys by absolute position, the query among them',
    );
  }
});

test('the NUMBER row is the row whose output is the token of the number', async () => {
  const result = await attended();
  const [row] = rowsOf(result, AttentionQuery.NUMBER);
  assert.ok(row);
  // A row with answer token j as its input predicts token j + 1, which stands at index j.
  const { pieces } = await client.tokenize(result.text);
  assert.equal(result.predicted, '10');
  const { ids } = await client.tokenize('10');
  assert.equal(
    result.tokens[row.number],
    ids.at(-1),
    `the token behind row ${row.number} of ${pieces.join('|')}`,
  );
  const same = rowsOf(result, AttentionQuery.ANSWER).find(({ number }) => number === row.number);
  assert.deepEqual(same?.weights, row.weights);
});

test('every attention row sums to 1, at every layer and head, with and without an ablation', async () => {
  const found = await rollouts(
    client,
    ask(QUESTION, {
      variants: [variant('baseline'), variant('ablated', [zero(4, [1, 3])]), variant('short', [], 2)],
      capture: capture({ attention: attention(EVERY_QUERY) }),
    }),
  );
  assert.equal(found.size, 3);
  for (const [id, { attention: rows }] of found) {
    for (const { position, weights } of rows) {
      for (const line of lines(decoded(weights))) near(total(line), 1, 1e-5, `${id}, position ${position}`);
    }
  }
});

test('groups sum to 1 and are the sums of the whole rows', async () => {
  const [whole, grouped] = [await attended(), await attended({ keys: KeyReduction.GROUPS })];
  const { layout } = whole;
  assert.ok(layout);
  const { pieces } = await client.tokenize(QUESTION);
  const thoughts = Array.from({ length: THOUGHTS }, (_, k) => `thought_${k + 1}`);
  const groupOf = (key: number): string => {
    if (key < layout.bot) return /\d/.test(pieces[key] ?? '') ? 'question_numbers' : 'question_other';
    if (key === layout.bot) return 'bot';
    if (key < layout.eot) return `thought_${key - layout.bot}`;
    return key === layout.eot ? 'eot' : 'answer';
  };
  assert.equal(grouped.attention.length, whole.attention.length);
  grouped.attention.forEach((row, index) => {
    assert.deepEqual(row.keyGroups, [
      'question_numbers',
      'question_other',
      'bot',
      ...thoughts,
      'eot',
      'answer',
    ]);
    const full = lines(decoded(whole.attention[index]?.weights));
    lines(decoded(row.weights)).forEach((line, cell) => {
      near(total(line), 1, 1e-5, `position ${row.position}`);
      row.keyGroups.forEach((name, group) => {
        const sum = total([...(full[cell] ?? [])].filter((_, key) => groupOf(key) === name));
        near(line[group] ?? Number.NaN, sum, 1e-6, `${name} at position ${row.position}`);
      });
    });
  });
});

test('the head mean is the mean of the heads, and layers come alone as they come together', async () => {
  const [whole, mean] = [await attended(), await attended({ heads: HeadReduction.MEAN, layers: [7, 2] })];
  mean.attention.forEach((row, index) => {
    assert.deepEqual(row.layers, [2, 7]);
    assert.deepEqual(row.weights?.shape, [2, 1, row.position + 1]);
    const all = lines(decoded(whole.attention[index]?.weights));
    lines(decoded(row.weights)).forEach((line, at) => {
      const heads = all.slice((row.layers[at] ?? 0) * HEADS, ((row.layers[at] ?? 0) + 1) * HEADS);
      line.forEach((value, key) => {
        near(value, total(heads.map((head) => head[key] ?? Number.NaN)) / HEADS, 1e-7, `key ${key}`);
      });
    });
  });
});
