import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { AttentionQuery, decodeTensor, HeadReduction, KeyReduction, type Rollout } from '@codiscope/proto';

import { ask, attention, capture, rollouts, variant, zero } from './harness/requests.js';
import { served } from './harness/served.js';

// Python is compared by examples/compare-clients.sh, which needs grpcio.
const REQUEST_FILE = fileURLToPath(new URL('../../examples/request.json', import.meta.url));
const buf = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
const run = promisify(execFile);

/** A result in the JSON form of protobuf, the parts that are compared. */
interface JsonResult {
  readonly variantId: string;
  readonly rollout: {
    readonly text: string;
    readonly tokens: number[];
    readonly scores: {
      readonly goldLogProb?: number;
      readonly margin?: number;
      readonly klFromBaseline?: number;
    };
    readonly attention: { readonly keyGroups: string[]; readonly weights: { readonly data: string } }[];
  };
}

/** `buf curl`, which learns the contract from the server's reflection. */
async function curl(address: string, method: string, json: string): Promise<unknown[]> {
  const url = `http://${address}/codi.v1.${method}`;
  const options = ['curl', '--http2-prior-knowledge', '--protocol', 'grpc', url, '-d', json];
  const { stdout } = await run(process.execPath, [buf, ...options], { timeout: 40_000 });
  // Messages follow each other without a separator.
  return JSON.parse(`[${stdout.replaceAll(/^}\s*{/gm, '},{')}]`) as unknown[];
}

function facts(
  text: string,
  tokens: number[],
  scores: Partial<Rollout['scores']>,
  groups: string[],
  weights: Float32Array,
) {
  const { goldLogProb = 0, margin = 0, klFromBaseline = 0 } = scores ?? {};
  return {
    text,
    tokens,
    goldLogProb,
    margin,
    klFromBaseline,
    attention: groups.map((name, index) => [name, weights[index]]),
  };
}

test('three clients at once, of two kinds, get the same numbers', async (context) => {
  const { server, client } = await served(context);
  const file = readFileSync(REQUEST_FILE, 'utf8');
  const { text, goldAnswer } = JSON.parse(file) as { text: string; goldAnswer: string };
  const rows = attention([AttentionQuery.EOT], {
    layers: [4],
    heads: HeadReduction.MEAN,
    keys: KeyReduction.GROUPS,
  });
  const request = ask(text, {
    goldAnswer,
    variants: [variant('baseline'), variant('zero 2', [zero(4, [2])])],
    capture: capture({ attention: rows }),
  });
  const [typescript, ...curled] = await Promise.all([
    rollouts(client, request),
    curl(server.address, 'RolloutService/Rollout', file),
    curl(server.address, 'RolloutService/Rollout', file),
  ]);
  const expected = new Map(
    [...typescript].map(
      ([
        id,
        {
          text: answer,
          tokens,
          scores,
          attention: [row],
        },
      ]) => {
        assert.ok(row?.weights);
        return [id, facts(answer, tokens, scores, row.keyGroups, decodeTensor(row.weights).data)];
      },
    ),
  );
  assert.equal(expected.size, 2);
  for (const results of curled) {
    const found = new Map(
      (results as JsonResult[]).map(({ variantId, rollout }) => {
        const [row] = rollout.attention;
        const bytes = Uint8Array.from(Buffer.from(row?.weights.data ?? '', 'base64'));
        const weights = new Float32Array(bytes.buffer);
        return [
          variantId,
          facts(rollout.text, rollout.tokens, rollout.scores, row?.keyGroups ?? [], weights),
        ];
      }),
    );
    assert.deepEqual(found, expected);
  }
});

test('buf curl reads the details of a refusal', async (context) => {
  const { server } = await served(context);
  const bad = JSON.stringify({ text: 'Tina has 3 candles.', variants: [{ id: 'a', thoughts: 9 }] });
  await assert.rejects(
    curl(server.address, 'RolloutService/Rollout', bad),
    ({ stderr }: { stderr: string }) => {
      assert.match(stderr, /invalid_argument/);
      assert.match(stderr, /variants\[0\]\.thoughts/);
      return true;
    },
  );
});
