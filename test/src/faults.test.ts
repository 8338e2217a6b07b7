import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { status } from '@grpc/grpc-js';
import { openCheckpoint, resolveModel } from '@codiscope/models';
import {
  AttentionQuery,
  CodiError,
  MAX_MESSAGE_BYTES,
  type Capture,
  type CodiClient,
  type RolloutRequest,
} from '@codiscope/proto';
import { CodiServer, ServerError } from '@codiscope/server';

import { GOOD, QUESTION, refusal, refusedBy } from './harness/refusals.js';
import { ask, attention, capture, rollout, variant, zero } from './harness/requests.js';
import { sharedServer } from './harness/shared-server.js';
import { processorTime } from './harness/waiting.js';

/** A value of a later version of the contract. */
const UNKNOWN_ENUM = JSON.parse('99') as never;

let server: CodiServer;
let client: CodiClient;
before(async () => {
  ({ server, client } = await sharedServer());
});

const refused = (request: RolloutRequest, field: string, says: RegExp): Promise<void> =>
  refusedBy(client, request, field, says);

const eotOf = (layers: number[]): Capture =>
  capture({ attention: attention([AttentionQuery.EOT], { layers }) });

test('an empty question', () => refused(ask('  '), 'text', /is empty; give a question/));

test('no question at all', () =>
  refused(ask('', { question: undefined }), 'question', /is missing; give `text` or `token_ids`/));

test('an overlong question', () =>
  refused(ask('3 candles '.repeat(400)), 'text', /has \d+ tokens; this server takes at most \d+.*shorten/));

test('a question of megabytes, refused before it is cut into tokens', async () => {
  const spent = await processorTime(() =>
    refused(ask('3 candles '.repeat(800_000)), 'text', /has 8000000 characters.*shorten/),
  );
  assert.ok(spent < 2000, `${spent.toFixed(0)} ms of processor time`);
});

test('a token id beyond the vocabulary', () =>
  refused(
    ask('', { question: { $case: 'tokenIds', value: { ids: [5, 100_000] } } }),
    'token_ids.ids[1]',
    /is 100000; token ids are 0 to \d+/,
  ));

test('a capture of a layer that is not there', () =>
  refused(
    ask(QUESTION, { capture: eotOf([4, 99]) }),
    'capture.attention.layers[1]',
    /is 99; the model has layers 0 to 7/,
  ));

test('two variants of one name', () =>
  refused(
    ask(QUESTION, { variants: [variant('a'), variant('a')] }),
    'variants[1].id',
    /"a" is there twice; name each variant once/,
  ));

test('a variant without a name', () =>
  refused(ask(QUESTION, { variants: [variant('')] }), 'variants[0].id', /is empty; name the variant/));

test('a capture of a variant that is not there', () =>
  refused(
    ask(QUESTION, { capture: { ...eotOf([4]), variantIds: ['gone'] } }),
    'capture.variant_ids[0]',
    /"gone" is no variant of this request/,
  ));

test('a gold answer that is no number', () =>
  refused(ask(QUESTION, { goldAnswer: 'seven' }), 'gold_answer', /is "seven"; give a decimal number/));

test('a gold answer of more digits than any number has', () =>
  refused(ask(QUESTION, { goldAnswer: '7'.repeat(101) }), 'gold_answer', /give a decimal number/));

test('a gold answer that the tokenizer cannot write: answered, without scores, with a warning', async () => {
  const { warnings, scores, correct } = await rollout(client, ask(QUESTION, { goldAnswer: '1234567.5' }));
  assert.equal(scores, undefined);
  assert.equal(correct, false);
  assert.deepEqual(warnings, ['the tokenizer has no token for the gold answer 1234567.5: no scores']);
});

test('too many new tokens', () =>
  refused(
    ask(QUESTION, { decoding: { maxNewTokens: 100_000 } }),
    'decoding.max_new_tokens',
    /is 100000; this server gives at most \d+: ask for that or less/,
  ));

test('an unknown protocol', () =>
  refused(ask(QUESTION, { protocol: UNKNOWN_ENUM }), 'protocol', /use PROTOCOL_OFFICIAL/));

test('captures that are too large: the refusal says what would fit, and that fits', async () => {
  const variants = Array.from({ length: 4000 }, (_, index) => variant(`v${index}`));
  const everything = capture({ logits: true, attention: attention([AttentionQuery.ANSWER]) });
  const large = ask(QUESTION, { variants, capture: everything });
  await refused(
    large,
    'capture',
    /may take \d+\.\d MiB for 4000 variants.*\d+ variants would fit: name them in capture\.variant_ids/,
  );
  const { message } = await refusal(rollout(client, large));
  const fit = Number(/(\d+) variants would fit/.exec(message)?.[1]);
  const variantIds = variants.slice(0, fit).map(({ id }) => id);
  let captured = 0;
  for await (const { outcome } of client.rollout({ ...large, capture: { ...everything, variantIds } })) {
    if (outcome?.$case === 'rollout' && outcome.value.logits) captured++;
  }
  assert.equal(captured, fit);
});

test('hundreds of wrong fields: the refusal names some and counts the rest, small enough for every client', async () => {
  const variants = Array.from({ length: 500 }, (_, index) =>
    variant('x'.repeat(1000) + String(index % 2), [zero(9, [9])]),
  );
  const error = await refusal(rollout(client, ask(QUESTION, { variants })));
  assert.equal(error.codeName, 'INVALID_ARGUMENT');
  assert.equal(error.violations.length, 8);
  assert.match(error.message, /and \d+ more fields$/);
  assert.ok(error.message.length < 3000, `${error.message.length} characters`);
});

test('the id of an unfinished request: refused, the first one goes on', async () => {
  const seen: string[] = [];
  for await (const { requestId, outcome } of client.rolloutBatch([GOOD, GOOD])) {
    if (outcome?.$case === 'error') {
      const error = CodiError.fromStatus(outcome.value);
      assert.equal(error.reason, 'DUPLICATE_REQUEST_ID');
      assert.match(
        error.message,
        /"good" is the id of an unfinished request of this stream; give each request its own/,
      );
    }
    seen.push(`${requestId} ${outcome?.$case ?? ''}`);
  }
  assert.deepEqual(seen.sort(), ['good error', 'good rollout']);
});

test('unknown words: answered, with a warning that names them', async () => {
  const { warnings, text } = await rollout(
    client,
    ask('Tina has 3 zzyzx. Tina buys 4 candles. How many candles does Tina have?'),
  );
  assert.notEqual(text, '');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /does not know "zzyzx": read as the unknown token/);
});

test('a message that is too large ends its call; the connection and the others go on', async () => {
  const id = 'x'.repeat(MAX_MESSAGE_BYTES + 1);
  // The client has the same limit, so this one is made without.
  const { Client, credentials } = await import('@grpc/grpc-js');
  const raw = new Client(server.address, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
  });
  try {
    const error = await new Promise<{ code: number; details: string }>((resolve) => {
      const call = raw.makeServerStreamRequest(
        '/codi.v1.RolloutService/Rollout',
        (text: string) => Buffer.from(text),
        (bytes: Buffer) => bytes,
        id,
      );
      call.on('error', (thrown) => {
        resolve(thrown as never);
      });
      call.resume();
    });
    assert.equal(error.code, status.RESOURCE_EXHAUSTED);
    assert.match(error.details, /larger than max/);
  } finally {
    raw.close();
  }
  await rollout(client, GOOD);
});

test('a method that is not there: UNIMPLEMENTED', async () => {
  const { Client, credentials } = await import('@grpc/grpc-js');
  const raw = new Client(server.address, credentials.createInsecure());
  try {
    const code = await new Promise((resolve) => {
      raw.makeUnaryRequest(
        '/codi.v1.RolloutService/Dream',
        (text: string) => Buffer.from(text),
        (bytes: Buffer) => bytes,
        '',
        (error) => {
          resolve(error?.code);
        },
      );
    });
    assert.equal(code, status.UNIMPLEMENTED);
  } finally {
    raw.close();
  }
});

test('a port in use: the error says which and what to do', async () => {
  const port = Number(server.address.split(':').at(-1));
  const checkpoint = await openCheckpoint((await resolveModel('codi-mini')).directory);
  await assert.rejects(CodiServer.start(checkpoint, { port }), (error: unknown) => {
    assert.ok(error instanceof ServerError);
    assert.equal(error.reason, 'PORT_UNAVAILABLE');
    assert.match(
      error.message,
      new RegExp(`127\\.0\\.0\\.1:${port} cannot be listened on .*choose another port, 0 takes a free one`),
    );
    return true;
  });
  await rollout(client, GOOD);
});

test('nobody at the address: UNAVAILABLE, at once', async () => {
  const begun = performance.now();
  const { CodiClient } = await import('@codiscope/proto');
  const error = await refusal(CodiClient.connect('127.0.0.1:1', { connectTimeoutMs: 600_000 }));
  assert.ok(error.unreachable);
  assert.ok(performance.now() - begun < 60_000);
});
