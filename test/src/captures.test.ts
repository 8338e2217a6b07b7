import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import {
  AttentionQuery,
  CodiError,
  decodeTensor,
  HeadReduction,
  KeyReduction,
  Site,
  type AttentionRow,
  type CodiClient,
  type FloatArray,
  type Residuals,
  type Rollout,
  type Tensor,
} from '@codiscope/proto';

import { heldOutProblems, miniFolder } from './harness/problems.js';
import { ask, attention, capture, LOGITS, rollout, rollouts, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';

/** Shape of codi-mini. */
const LAYERS = 8;
const HEADS = 6;
const HIDDEN = 192;
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

function decoded(tensor: Tensor | undefined): FloatArray {
  assert.ok(tensor);
  return decodeTensor(tensor);
}

/** The rows of a tensor's last axis. */
function lines({ shape, data }: FloatArray): Float32Array[] {
  const width = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / width }, (_, index) =>
    data.subarray(index * width, (index + 1) * width),
  );
}

const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const near = (left: number, right: number, within: number, what: string): void => {
  assert.ok(Math.abs(left - right) <= within, `${what}: ${left} and ${right}`);
};

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

test('only the named variants are captured', async () => {
  const found = await rollouts(
    client,
    ask(QUESTION, {
      variants: [variant('a'), variant('b', [zero(4, [2])])],
      capture: { ...LOGITS, variantIds: ['b'] },
    }),
  );
  assert.equal(found.get('a')?.logits, undefined);
  assert.ok(found.get('b')?.logits);
});

test("the largest logit of each step is the answer's token, which may be any but the last row of the head", async () => {
  const { tokens, logits } = await rollout(client, ask(QUESTION, { capture: LOGITS }));
  const { vocabSize } = await client.getModel();
  const array = decoded(logits);
  assert.deepEqual(array.shape, [tokens.length, vocabSize + 2]);
  const largest = lines(array).map((line) => line.indexOf(Math.max(...line)));
  assert.deepEqual(largest, tokens);
});

function vectors(
  list: readonly Residuals[],
  site: Site,
): { array: FloatArray; at: (thought: number, layer: number) => Float32Array } {
  const found = list.find((entry) => entry.site === site);
  const array = decoded(found?.values);
  const layers = array.shape[1] ?? 1;
  const all = lines(array);
  return { array, at: (thought, layer) => all[(thought - 1) * layers + layer] as Float32Array };
}

test('vectors after an intervention: exactly 0 where it was zeroed, the clean values before it', async () => {
  const sites = [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT, Site.FINAL_NORM];
  const found = await rollouts(
    client,
    ask(QUESTION, {
      variants: [variant('clean'), variant('ablated', [zero(4, [3])])],
      capture: capture({ residuals: { sites, layers: [] } }),
    }),
  );
  const clean = found.get('clean')?.residuals ?? [];
  const ablated = found.get('ablated')?.residuals ?? [];
  assert.deepEqual(
    clean.map(({ site }) => site),
    sites,
  );
  for (const site of sites) {
    const layers = site === Site.EMBED || site === Site.FINAL_NORM ? 1 : LAYERS;
    assert.deepEqual(vectors(clean, site).array.shape, [THOUGHTS, layers, HIDDEN]);
  }
  const before = vectors(clean, Site.RESID_POST);
  const behind = vectors(ablated, Site.RESID_POST);
  assert.ok(
    behind.at(3, 4).every((value) => value === 0),
    'zero at layer 4 of thought 3',
  );
  for (const layer of [0, 1, 2, 3])
    assert.deepEqual(behind.at(3, layer), before.at(3, layer), `layer ${layer} comes before it`);
  for (const thought of [1, 2])
    for (let layer = 0; layer < LAYERS; layer++)
      assert.deepEqual(behind.at(thought, layer), before.at(thought, layer));
  assert.notDeepEqual(behind.at(3, 5), before.at(3, 5));
  assert.notDeepEqual(
    vectors(ablated, Site.EMBED).at(4, 0),
    vectors(clean, Site.EMBED).at(4, 0),
    'thought 4 is made of thought 3',
  );
  assert.deepEqual(
    vectors(ablated, Site.EMBED).at(3, 0),
    vectors(clean, Site.EMBED).at(3, 0),
    'thought 3 itself comes before it',
  );
});

test('the residual stream adds up: each layer adds its attention and its MLP to what came in', async () => {
  const sites = [Site.RESID_POST, Site.EMBED, Site.ATTN_OUT, Site.MLP_OUT];
  const { residuals } = await rollout(
    client,
    ask(QUESTION, { capture: capture({ residuals: { sites, layers: [] } }) }),
  );
  const [stream, input, attn, mlp] = sites.map((site) => vectors(residuals, site));
  for (let thought = 1; thought <= THOUGHTS; thought++) {
    for (let layer = 0; layer < LAYERS; layer++) {
      const into = layer === 0 ? input?.at(thought, 0) : stream?.at(thought, layer - 1);
      const out = stream?.at(thought, layer);
      const scale = Math.max(...(out ?? []).map(Math.abs));
      out?.forEach((value, cell) => {
        const sum =
          (into?.[cell] ?? Number.NaN) +
          (attn?.at(thought, layer)[cell] ?? Number.NaN) +
          (mlp?.at(thought, layer)[cell] ?? Number.NaN);
        near(value, sum, 1e-5 * scale, `thought ${thought}, layer ${layer}, cell ${cell}`);
      });
    }
  }
});

test('what the thoughts decode to agrees with the measurement that came with the model', async () => {
  const measured = JSON.parse(readFileSync(`${await miniFolder()}/eval.json`, 'utf8')) as Record<
    string,
    Record<string, number>
  >;
  const name = Object.keys(measured).find((key) => key.startsWith('vocabulary_top1_of_thought'));
  const expected = Object.values(measured[name ?? ''] ?? {});
  assert.equal(expected.length, THOUGHTS);
  const problems = await heldOutProblems(240);
  const requests = problems.map(({ id, question }) =>
    ask(question, { id, capture: capture({ lens: { top: 3 } }) }),
  );
  const hits = Array<number>(THOUGHTS).fill(0);
  const asked = Array<number>(THOUGHTS).fill(0);
  for await (const { requestId, outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case !== 'rollout')
      throw outcome ? CodiError.fromStatus(outcome.value) : new Error('nothing');
    const { lens } = outcome.value;
    assert.deepEqual(
      lens.map(({ thought }) => thought),
      [1, 2, 3, 4, 5, 6],
    );
    const steps = problems.find(({ id }) => id === requestId)?.steps ?? [];
    for (const [index, step] of steps.slice(0, THOUGHTS).entries()) {
      const top = lens[index]?.top ?? [];
      assert.equal(top.length, 3);
      assert.ok(
        top.every(({ logProb }, place) => logProb <= (top[place - 1]?.logProb ?? 0)),
        'the likeliest first',
      );
      asked[index] = (asked[index] ?? 0) + 1;
      if (top[0]?.piece === step.split('=')[1]) hits[index] = (hits[index] ?? 0) + 1;
    }
  }
  expected.forEach((percent, index) => {
    const count = asked[index] ?? 0;
    const share = (100 * (hits[index] ?? 0)) / count;
    // Three standard errors of a share of that many problems.
    const within = 300 * Math.sqrt(((percent / 100) * (1 - percent / 100)) / count) + 0.1;
    near(share, percent, within, `thought ${index + 1} of ${count} problems`);
  });
});
