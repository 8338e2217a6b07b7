import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { CodiError, type CodiClient, type RolloutRequest } from '@codiscope/proto';

import { keptLog } from './harness/call-log.js';
import { heldOutProblems } from './harness/problems.js';
import { ask, rollout, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';
import { processorTime, until, untilIdle } from './harness/waiting.js';

const QUESTION = 'Tina has 3 candles. Tina buys 4 candles. How many candles does Tina have?';

/** Rows are few, so that the work takes long and consists of many steps. */
const SLOW = { limits: { rows: 8 } };

/** Milliseconds of processor time; the request below takes more than ten times as much. */
const LITTLE = 2000;

/** A request that takes far longer than any test waits: every variant is another computation. */
function endless(id = 'endless'): RolloutRequest {
  const variants = Array.from({ length: 4096 }, (_, index) =>
    variant(`v${index}`, [
      { ...zero(4, [1]), method: { $case: 'scale', value: { factor: 1 + index / 4096 } } },
    ]),
  );
  return ask(QUESTION, { id, variants, goldAnswer: '7' });
}

async function takeOne(client: CodiClient, signal: AbortSignal): Promise<void> {
  for await (const result of client.rollout(endless(), { signal })) {
    assert.equal(result.outcome?.$case, 'rollout');
    return;
  }
}

test('a cancelled call stops computing, and the server is free for others at once', async (context) => {
  const { log, calls } = keptLog();
  const { client } = await served(context, { server: { log, engine: SLOW } });
  await takeOne(client, new AbortController().signal);
  await until(() => calls('Rollout').length === 1, 'the cancelled call is logged');
  const [line] = calls('Rollout');
  assert.equal(line?.['code'], 'CANCELLED');
  assert.ok(Number(line['rollouts']) < 1000, `${String(line['rollouts'])} of 4096 rollouts were sent`);
  const spent = await processorTime(untilIdle);
  assert.ok(spent < LITTLE, `nothing is computed any more: ${spent.toFixed(0)} ms of processor time`);
  await rollout(client, ask(QUESTION));
});

test('an AbortSignal ends the call with its own reason', async (context) => {
  const { client } = await served(context, { server: { engine: SLOW } });
  const controller = new AbortController();
  const reason = new Error('the user has seen enough');
  const work = (async () => {
    for await (const result of client.rollout(endless(), { signal: controller.signal })) {
      assert.ok(result);
      controller.abort(reason);
    }
  })();
  await assert.rejects(work, reason);
});

test('a deadline ends the call with DEADLINE_EXCEEDED on both sides, and the computing with it', async (context) => {
  const { log, calls } = keptLog();
  const { client } = await served(context, { server: { log, engine: SLOW } });
  const work = (async () => {
    for await (const result of client.rollout(endless(), { deadlineMs: 400 })) assert.ok(result);
  })();
  await assert.rejects(
    work,
    (error: unknown) => error instanceof CodiError && error.codeName === 'DEADLINE_EXCEEDED',
  );
  await until(() => calls('Rollout').length === 1, 'the call is logged');
  assert.equal(calls('Rollout')[0]?.['code'], 'DEADLINE_EXCEEDED');
  assert.ok((await processorTime(untilIdle)) < LITTLE);
});

test('a client that disappears without a word is noticed', async (context) => {
  const { log, calls } = keptLog();
  const { server, client } = await served(context, { server: { log, engine: SLOW } });
  const { Worker } = await import('node:worker_threads');
  // A client in a thread that is killed in the middle of the call: its socket just closes.
  const other = new Worker(
    `const { workerData } = require('node:worker_threads');
     import('@codiscope/proto').then(async ({ CodiClient }) => {
       const client = await CodiClient.connect(workerData.address);
       for await (const result of client.rollout(workerData.request)) require('node:worker_threads').parentPort.postMessage('one');
     });`,
    { eval: true, workerData: { address: server.address, request: endless() } },
  );
  await new Promise((resolve) => other.once('message', resolve));
  await other.terminate();
  await until(() => calls('Rollout').length === 1, 'the lost call has ended');
  assert.equal(calls('Rollout')[0]?.['code'], 'CANCELLED');
  await rollout(client, ask(QUESTION));
});

test('requests cancelled at random moments leave no work behind and do not change their neighbours', async (context) => {
  const { client } = await served(context, { server: { engine: { limits: { rows: 24 } } } });
  const [problem] = await heldOutProblems(1);
  assert.ok(problem);
  const watched = ask(problem.question, { goldAnswer: String(problem.answer) });
  const reference = await rollout(client, watched);
  for (let round = 0; round < 25; round++) {
    const controllers = Array.from({ length: 4 }, () => new AbortController());
    const lost = Promise.allSettled(
      controllers.map(async ({ signal }, index) => {
        for await (const result of client.rollout(endless(`${round} ${index}`), { signal }))
          assert.ok(result);
      }),
    );
    // 0 to 12 ms: before the prefill, in it, between it and the first step, later.
    const ends = controllers.map(async (controller, index) => {
      await sleep(((round * 5 + index * 3) % 13) + (index % 2));
      controller.abort(new Error('away'));
    });
    const again = rollout(client, watched);
    await Promise.all(ends);
    for (const outcome of await lost) assert.equal(outcome.status, 'rejected');
    const { scores, tokens } = await again;
    assert.deepEqual({ scores, tokens }, { scores: reference.scores, tokens: reference.tokens });
  }
  const spent = await processorTime(untilIdle);
  assert.ok(spent < LITTLE, `nothing is left to compute: ${spent.toFixed(0)} ms of processor time`);
});

test('a stream whose source fails ends with that failure', async (context) => {
  const { client } = await served(context);
  const fault = new Error('the file could not be read');
  function* source(): Generator<RolloutRequest> {
    yield ask(QUESTION, { id: 'first' });
    throw fault;
  }
  const work = (async () => {
    for await (const result of client.rolloutBatch(source())) assert.ok(result);
  })();
  await assert.rejects(work, fault);
});
