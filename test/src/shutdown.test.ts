import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CodiClient, CodiError, type RolloutRequest } from '@codiscope/proto';

import { keptLog } from './harness/call-log.js';
import { watchHealth } from './harness/health.js';
import { ask, rollout, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';
import { until } from './harness/waiting.js';

const QUESTION = 'Tina has 3 candles. Tina buys 4 candles. How many candles does Tina have?';

/** Rows are few, so that a call has many steps. */
const SLOW = { limits: { rows: 8 } };

function long(variants: number): RolloutRequest {
  return ask(QUESTION, {
    variants: Array.from({ length: variants }, (_, index) =>
      variant(`v${index}`, [
        { ...zero(4, [1]), method: { $case: 'scale', value: { factor: 1 + index / variants } } },
      ]),
    ),
  });
}

async function count(client: CodiClient, request: RolloutRequest, onFirst: () => void): Promise<number> {
  let results = 0;
  for await (const { outcome } of client.rollout(request)) {
    assert.equal(outcome?.$case, 'rollout');
    if (++results === 1) onFirst();
  }
  return results;
}

test('stopping: NOT_SERVING is told, no new call is taken, the running one finishes', async (context) => {
  const { server, client } = await served(context, { server: { engine: SLOW } });
  const health = watchHealth(server.address);
  await until(() => health.told.length === 1, 'the watcher is told');
  assert.deepEqual(health.told, ['SERVING']);
  let stopped: Promise<void> | undefined;
  let refused: Promise<unknown> | undefined;
  const results = await count(client, long(300), () => {
    stopped = server.stop(600_000);
    refused = CodiClient.connect(server.address, { connectTimeoutMs: 3000 }).then(
      () => 'taken',
      (error: unknown) => error,
    );
  });
  assert.equal(results, 300, 'every result of the running call came');
  const error = await refused;
  assert.ok(error instanceof CodiError && error.unreachable, String(error));
  await until(() => health.told.length === 2, 'the watcher is told again');
  assert.deepEqual(health.told, ['SERVING', 'NOT_SERVING']);
  // A watcher is a call under way too; without it nothing is left to wait for.
  health.close();
  const begun = performance.now();
  await stopped;
  assert.ok(performance.now() - begun < 60_000, 'the server does not wait out its grace');
});

test('a call that outlasts the grace is cut off', async (context) => {
  const { log, lines } = keptLog();
  const { server, client } = await served(context, { server: { log, engine: SLOW } });
  let begun = 0;
  let stopped: Promise<void> | undefined;
  const work = count(client, long(4096), () => {
    begun = performance.now();
    stopped = server.stop(300);
  });
  await assert.rejects(work, CodiError);
  await stopped;
  const took = performance.now() - begun;
  // Counting to the end would take a minute.
  assert.ok(took > 250 && took < 20_000, `it took ${took.toFixed(0)} ms`);
  assert.deepEqual(
    lines.map(({ msg }) => msg).filter((msg) => msg !== 'call'),
    ['serving', 'stopping', 'stopped'],
  );
});

test('a second stop does not wait for the grace', async (context) => {
  const { server, client } = await served(context, { server: { engine: SLOW } });
  const begun = performance.now();
  let both: Promise<unknown> | undefined;
  const work = count(client, long(4096), () => {
    both = Promise.all([server.stop(600_000), server.stop(600_000)]);
  });
  await assert.rejects(work, CodiError);
  await both;
  assert.ok(performance.now() - begun < 60_000);
});

test('stopping with many questions waiting, and stopping twice afterwards, ends cleanly', async (context) => {
  const { server, client } = await served(context, { server: { engine: SLOW } });
  const requests = Array.from({ length: 200 }, (_, index) => ({ ...long(20), id: String(index) }));
  let stopped: Promise<void> | undefined;
  const work = (async () => {
    for await (const result of client.rolloutBatch(requests)) {
      assert.ok(result);
      stopped ??= server.stop(0);
    }
  })();
  await assert.rejects(work, CodiError);
  await stopped;
  await server.stop();
});

test('the log has each call once, with its counts and its end, and nothing of what was asked', async (context) => {
  const { log, lines, calls } = keptLog();
  const { client } = await served(context, { server: { log } });
  await rollout(client, ask(QUESTION, { id: 'a' }));
  await assert.rejects(rollout(client, ask(' ')));
  const requests = [ask(QUESTION, { id: 'b', variants: [variant('x'), variant('y')] }), ask('', { id: 'c' })];
  for await (const result of client.rolloutBatch(requests)) assert.ok(result);
  await until(
    () => calls('Rollout').length === 2 && calls('RolloutBatch').length === 1,
    'the calls are logged',
  );
  const facts = [...calls('Rollout'), ...calls('RolloutBatch')].map(
    ({ code, reason, requests: asked, rollouts, refused }) => ({ code, reason, asked, rollouts, refused }),
  );
  assert.deepEqual(facts, [
    { code: 'OK', reason: undefined, asked: 1, rollouts: 1, refused: 0 },
    { code: 'INVALID_ARGUMENT', reason: 'BAD_ROLLOUT_REQUEST', asked: 1, rollouts: 0, refused: 0 },
    { code: 'OK', reason: undefined, asked: 2, rollouts: 2, refused: 1 },
  ]);
  assert.ok(calls('Rollout').every(({ ms, level }) => typeof ms === 'number' && level === 30));
  assert.ok(!JSON.stringify(lines).includes('candles'));
});
