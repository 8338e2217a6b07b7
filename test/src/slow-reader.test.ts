import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { credentials } from '@grpc/grpc-js';
import { AttentionQuery, MAX_MESSAGE_BYTES, RolloutServiceClient } from '@codiscope/proto';

import { keptLog } from './harness/call-log.js';
import { ask, attention, capture, rollout, variant } from './harness/requests.js';
import { served } from './harness/served.js';
import { until, untilIdle } from './harness/waiting.js';

/** Takes the first message and then none: before its first read, the client of grpc-js would buffer without end. */
function stall(call: Readable): void {
  call.once('data', () => call.pause());
}

const QUESTION = 'Tina has 3 candles. Tina buys 4 candles. How many candles does Tina have?';
const REQUESTS = 3000;

test('a client that does not read stops its own stream, fills no memory and hinders nobody', async (context) => {
  const { log, calls } = keptLog();
  const { server, client } = await served(context, { server: { log } });
  // A stream whose messages are taken only when we say so, on a connection of its own.
  const slow = new RolloutServiceClient(server.address, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  });
  context.after(() => {
    slow.close();
  });
  const call = slow.rolloutBatch();
  call.on('error', () => undefined);
  stall(call);
  const queries = [AttentionQuery.THOUGHTS, AttentionQuery.EOT, AttentionQuery.ANSWER];
  const before = process.memoryUsage();
  let sent = 0;
  const sending = (async () => {
    for (; sent < REQUESTS && !call.destroyed; sent++) {
      // About 200 kB of captures a result, 2.4 GB in all.
      const variants = ['a', 'b', 'c', 'd'].map((id) => variant(id));
      const request = ask(QUESTION, {
        id: String(sent),
        variants,
        capture: capture({ attention: attention(queries), logits: true }),
      });
      if (!call.write(request))
        await Promise.race([new Promise((resolve) => call.once('drain', resolve)), sleep(5000)]);
    }
  })();
  let most = 0;
  const measuring = setInterval(() => {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before.arrayBuffers);
  }, 20);
  // Others are answered as ever.
  for (let other = 0; other < 3; other++) await rollout(client, ask(QUESTION));
  // Nothing is computed ahead of the reader: it comes to rest with most of the requests unread.
  await untilIdle();
  await rollout(client, ask(QUESTION));
  clearInterval(measuring);
  // Server, client and the engine's copies all live in this process.
  assert.ok(most < 700 * 2 ** 20, `at most ${(most / 2 ** 20).toFixed(0)} MiB were held`);

  // It reads again: results come again.
  let results = 0;
  call.on('data', () => results++);
  call.resume();
  await until(() => results > 200, 'results come again');
  call.cancel();
  await sending;
  await until(() => calls('RolloutBatch').length === 1, 'the call has ended');
  const [line] = calls('RolloutBatch');
  assert.equal(line?.['code'], 'CANCELLED');
  assert.ok(
    Number(line['requests']) < REQUESTS / 2,
    `the server had stopped reading: it took ${String(line['requests'])} of ${REQUESTS} requests`,
  );
});

test('a reader that stalls until its deadline is let go', async (context) => {
  const { log, calls } = keptLog();
  const { server, client } = await served(context, { server: { log } });
  const slow = new RolloutServiceClient(server.address, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  context.after(() => {
    slow.close();
  });
  const variants = Array.from({ length: 150 }, (_, index) => variant(String(index)));
  const call = slow.rollout(
    ask(QUESTION, {
      variants,
      capture: capture({ logits: true, attention: attention([AttentionQuery.ANSWER]) }),
    }),
    {
      deadline: Date.now() + 1000,
    },
  );
  call.on('error', () => undefined);
  stall(call);
  await until(() => calls('Rollout').length === 1, 'the call has ended');
  assert.equal(calls('Rollout')[0]?.['code'], 'DEADLINE_EXCEEDED');
  await rollout(client, ask(QUESTION));
});
