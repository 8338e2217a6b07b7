import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { decodeTensor, Site, type CodiClient, type Tensor } from '@codiscope/proto';

import { temporaryFolder } from './harness/codi.js';
import { heldOutProblems } from './harness/problems.js';
import { refusal } from './harness/refusals.js';
import { fitted } from './harness/references.js';
import { ask, rollout, rollouts, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';

const HIDDEN = 192;
const THOUGHTS = 6;
const SITES = [Site.RESID_POST, Site.HEAD];
const SLOTS = { bot: true, thoughts: [1, 2, 3, 4, 5, 6], eot: true };

const numbers = (tensor: Tensor | undefined): Float32Array => {
  assert.ok(tensor);
  return Float32Array.from(decodeTensor(tensor).data);
};

/** Equal to the precision of float32. */
function near(found: number, expected: number | undefined, what: string): void {
  const apart = Math.abs(found - (expected ?? Number.NaN));
  assert.ok(apart <= 1e-6 * Math.max(1, Math.abs(found)), `${what}: ${found} and ${expected}`);
}

async function texts(count: number): Promise<string[]> {
  return (await heldOutProblems(count)).map(({ question }) => question);
}

/** Means and deviations over questions, of vectors that are captured one question at a time. */
async function moments(
  client: CodiClient,
  questions: readonly string[],
  site: Site,
  layers: number[],
): Promise<{ mean: Float64Array; deviation: Float64Array }> {
  const rows: Float32Array[] = [];
  for (const question of questions) {
    const request = ask(question, { capture: { residuals: { sites: [site], layers, slots: SLOTS } } });
    rows.push(numbers((await rollout(client, request)).residuals[0]?.values));
  }
  const size = rows[0]?.length ?? 0;
  const cells = Array.from({ length: size }, (_, at) => rows.map((row) => row[at] ?? Number.NaN));
  const mean = Float64Array.from(cells, (cell) => cell.reduce((sum, value) => sum + value, 0) / cell.length);
  const deviation = Float64Array.from(cells, (cell, at) =>
    Math.sqrt(cell.reduce((sum, value) => sum + (value - (mean[at] ?? 0)) ** 2, 0) / cell.length),
  );
  return { mean, deviation };
}

test('a reference holds the means and deviations of what captures show', async (context) => {
  const { client } = await served(context, { server: { referencesFolder: temporaryFolder(context) } });
  const questions = await texts(5);
  const layers = [2, 6];
  const reference = await fitted(client, questions, { sites: SITES, layers });
  assert.equal(reference.questions, 5);
  assert.equal(reference.bytes, 5 * (THOUGHTS + 2) * 2 * layers.length * HIDDEN * 4);
  const { values } = await client.getReference(reference.id);
  for (const { site, layers: held, mean, deviation } of values) {
    assert.deepEqual(held, layers);
    assert.deepEqual(mean?.shape, [THOUGHTS + 2, layers.length, HIDDEN]);
    const expected = await moments(client, questions, site, layers);
    numbers(mean).forEach((value, at) => {
      near(value, expected.mean[at], `mean ${at}`);
    });
    numbers(deviation).forEach((value, at) => {
      near(value, expected.deviation[at], `deviation ${at}`);
    });
  }
});

test('distances to the cloud: those of its own definition, zero vectors far away, norms of both', async (context) => {
  const { client } = await served(context, { server: { referencesFolder: temporaryFolder(context) } });
  const questions = await texts(12);
  const reference = await fitted(client, questions.slice(1), { layers: [4] });
  const { mean, deviation } = await moments(client, questions.slice(1), Site.RESID_POST, [4]);
  const found = await rollouts(
    client,
    ask(questions[0] ?? '', {
      variants: [variant('clean'), variant('zeroed', [{ ...zero(4, [2]), bot: true }])],
      capture: {
        residuals: { layers: [4], sites: [Site.RESID_POST], slots: SLOTS },
        offManifold: { reference: reference.id },
      },
    }),
  );
  assert.deepEqual(found.get('clean')?.offManifold, [], 'nothing was moved');
  const clean = numbers(found.get('clean')?.residuals[0]?.values);
  const distance = (vector: (at: number) => number, slot: number): number => {
    let sum = 0;
    for (let at = slot * HIDDEN; at < (slot + 1) * HIDDEN; at++)
      sum += ((vector(at) - (mean[at] ?? 0)) / (deviation[at] ?? 0)) ** 2;
    return Math.sqrt(sum / HIDDEN);
  };
  const moved = found.get('zeroed')?.offManifold ?? [];
  assert.deepEqual(
    moved.map(({ slot, layer }) => [slot?.number, layer]),
    [
      [0, 4],
      [2, 4],
    ],
  );
  moved.forEach(({ norm, cleanNorm, distance: far, cleanDistance }, index) => {
    const slot = index === 0 ? 0 : 2;
    const own = clean.subarray(slot * HIDDEN, (slot + 1) * HIDDEN);
    assert.equal(norm, 0);
    assert.ok(
      Math.abs((cleanNorm ?? 0) - Math.sqrt(own.reduce((sum, value) => sum + value * value, 0))) < 1e-4,
    );
    const expected = [distance(() => 0, slot), distance((at) => clean[at] ?? 0, slot)];
    assert.ok(Math.abs((far ?? 0) / (expected[0] ?? 1) - 1) < 1e-4, `${far} and ${expected[0]}`);
    assert.ok(Math.abs((cleanDistance ?? 0) / (expected[1] ?? 1) - 1) < 1e-4);
  });
  assert.ok((moved[1]?.distance ?? 0) > (moved[1]?.cleanDistance ?? 0), 'zero is off the manifold');
});

test('a reference outlives its server, is found again, listed, and deleted', async (context) => {
  const referencesFolder = temporaryFolder(context);
  const questions = await texts(3);
  const first = await served(context, { server: { referencesFolder } });
  const reference = await fitted(first.client, questions, { name: 'three', layers: [4] });
  await first.server.stop(0);
  // What another program, or a crash in the middle of writing, may leave there.
  writeFileSync(join(referencesFolder, 'notes.txt'), 'mine');

  const { client } = await served(context, { server: { referencesFolder } });
  assert.deepEqual((await client.listReferences()).references, [reference]);
  const messages = [];
  const again = questions.map((value) => ({ question: { $case: 'text' as const, value } }));
  for await (const message of client.fitReference({ name: 'other name', questions: again, layers: [4] }))
    messages.push(message);
  assert.deepEqual(messages, [{ finished: 3, total: 3, reference }], 'nothing is computed again');
  const mean = { $case: 'mean', value: { reference: reference.id } } as const;
  await rollout(
    client,
    ask(questions[0] ?? '', { variants: [variant('it', [{ layers: [4], thoughts: [1], method: mean }])] }),
  );

  await client.deleteReference(reference.id);
  assert.deepEqual((await client.listReferences()).references, []);
  assert.deepEqual(readdirSync(referencesFolder), ['notes.txt']);
  for (const work of [client.getReference(reference.id), client.deleteReference(reference.id)]) {
    const error = await refusal(work);
    assert.equal(error.codeName, 'NOT_FOUND');
  }
});

test('the id depends on what is fitted: questions and their order, sites, layers; not on the name', async (context) => {
  const { client } = await served(context, { server: { referencesFolder: temporaryFolder(context) } });
  const [a = '', b = ''] = await texts(2);
  const ids = [
    await fitted(client, [a, b], { layers: [1] }),
    await fitted(client, [b, a], { layers: [1] }),
    await fitted(client, [a], { layers: [1] }),
    await fitted(client, [a, b], { layers: [2] }),
    await fitted(client, [a, b], { layers: [1], sites: [Site.MLP_OUT] }),
  ].map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.equal((await fitted(client, [a, b], { layers: [1], name: 'another' })).id, ids[0]);
});

test('cancelling a fit leaves nothing, and the server goes on', async (context) => {
  const referencesFolder = temporaryFolder(context);
  const { client } = await served(context, {
    server: { referencesFolder, engine: { limits: { rows: 1, prefixSlots: 16, cohorts: 1 } } },
  });
  const questions = await texts(200);
  const abort = new AbortController();
  const work = (async () => {
    const asked = questions.map((value) => ({ question: { $case: 'text' as const, value } }));
    for await (const { finished } of client.fitReference({ questions: asked }, { signal: abort.signal }))
      if (finished >= 3) abort.abort();
  })();
  await assert.rejects(work);
  assert.deepEqual(readdirSync(referencesFolder), []);
  await fitted(client, questions.slice(0, 1));
});

for (const [what, damage] of [
  [
    'whose values are gone',
    (folder: string) => {
      rmSync(join(folder, 'values.safetensors'));
    },
  ],
  [
    'whose facts are gone',
    (folder: string) => {
      rmSync(join(folder, 'reference.json'));
    },
  ],
  [
    'whose facts are cut off',
    (folder: string) => {
      writeFileSync(join(folder, 'reference.json'), '{"id":');
    },
  ],
  [
    'that claims more questions than it has',
    (folder: string) => {
      const path = join(folder, 'reference.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"questions":2', '"questions":600'));
    },
  ],
] as const) {
  test(`a reference ${what} is fitted again, and harms nobody`, async (context) => {
    const referencesFolder = temporaryFolder(context);
    const questions = await texts(2);
    const first = await served(context, { server: { referencesFolder } });
    const { id } = await fitted(first.client, questions);
    await first.server.stop(0);
    damage(join(referencesFolder, id));
    const { client } = await served(context, { server: { referencesFolder } });
    await client.listReferences();
    const donor = { $case: 'resample', value: { reference: id, donor: 500 } } as const;
    const outcomes: Record<string, string | undefined> = {};
    const bad = [variant('it', [{ layers: [4], thoughts: [1], method: donor }])];
    const requests = [ask('Tina has 3', { id: 'good' }), ask('Tina has 3', { id: 'bad', variants: bad })];
    for await (const { requestId, outcome } of client.rolloutBatch(requests))
      outcomes[requestId] = outcome?.$case;
    assert.deepEqual(outcomes, { good: 'rollout', bad: 'error' });
    assert.equal((await fitted(client, questions)).id, id);
    assert.equal((await client.getReference(id)).reference?.questions, 2);
    assert.deepEqual(readdirSync(referencesFolder), [id]);
  });
}

for (const [what, request, says] of [
  ['no questions', { questions: [] }, /questions: has 0 entries; send 1 to 10000/],
  ['an empty question', { questions: [{}] }, /questions\[0\]\.question: is missing/],
  [
    'a site that cannot be kept',
    { questions: [{ question: { $case: 'text', value: 'a' } }], sites: [Site.FINAL_NORM] },
    /sites\[0\]: cannot be kept; use RESID_POST/,
  ],
  [
    'a layer that is not there',
    { questions: [{ question: { $case: 'text', value: 'a' } }], layers: [8] },
    /layers\[0\]: is 8; the model has layers 0 to 7/,
  ],
  [
    'more than fits',
    {
      questions: Array.from({ length: 9000 }, () => ({
        question: { $case: 'text' as const, value: 'Tina' },
      })),
      sites: [Site.RESID_POST, Site.MLP_OUT],
    },
    /questions: take \d+ MiB .* more than 256 MiB; \d+ questions would fit/,
  ],
] as const) {
  test(`${what}: refused`, async (context) => {
    const { client } = await served(context, { server: { referencesFolder: temporaryFolder(context) } });
    const error = await refusal(client.fitReference(request as never).next());
    assert.match(error.message, says);
    assert.equal(error.codeName, 'INVALID_ARGUMENT');
  });
}
