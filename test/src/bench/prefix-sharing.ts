/**
 * What sharing is worth: 100 problems x 7 variants (clean, and each thought zeroed at the middle layer) as one
 * RolloutBatch, against 700 Rollout requests of one variant each, one after another, on the same server.
 * Run: node test/dist/bench/prefix-sharing.js [rounds]
 */
import { openCheckpoint, resolveModel } from '@codiscope/models';
import { CodiClient, CodiError, type RolloutRequest } from '@codiscope/proto';
import { CodiServer } from '@codiscope/server';

import { heldOutProblems } from '../harness/problems.js';
import { ask, rollout, variant, zero } from '../harness/requests.js';

const PROBLEMS = 100;

/** At most this share of the time of single requests. */
const TARGET = 1 / 5;

async function batched(client: CodiClient, requests: readonly RolloutRequest[]): Promise<number> {
  let results = 0;
  for await (const { outcome } of client.rolloutBatch(requests)) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    results++;
  }
  return results;
}

async function oneByOne(client: CodiClient, requests: readonly RolloutRequest[]): Promise<number> {
  let results = 0;
  for (const request of requests) {
    for (const only of request.variants) {
      await rollout(client, { ...request, variants: [only] });
      results++;
    }
  }
  return results;
}

async function seconds(work: () => Promise<number>, expected: number): Promise<number> {
  const begun = performance.now();
  const results = await work();
  if (results !== expected) throw new Error(`${results} results instead of ${expected}`);
  return (performance.now() - begun) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const rounds = Number(process.argv[2] ?? 5);
const checkpoint = await openCheckpoint((await resolveModel('codi-mini')).directory);
const rows = process.env['CODI_BENCH_ROWS'];
const server = await CodiServer.start(checkpoint, rows ? { engine: { limits: { rows: Number(rows) } } } : {});
const client = await CodiClient.connect(server.address);
const { presets } = await client.getModel();
const middle = presets?.middle ?? 0;
const variants = [
  variant('baseline'),
  ...[1, 2, 3, 4, 5, 6].map((thought) => variant(`zero ${thought}`, [zero(middle, [thought])])),
];
const requests = (await heldOutProblems(PROBLEMS)).map(({ id, question, answer }) =>
  ask(question, { id, goldAnswer: String(answer), variants }),
);
const expected = PROBLEMS * variants.length;

await batched(client, requests.slice(0, 10));
await oneByOne(client, requests.slice(0, 2));
const shared: number[] = [];
const single: number[] = [];
for (let round = 0; round < rounds; round++) {
  shared.push(await seconds(() => batched(client, requests), expected));
  single.push(await seconds(() => oneByOne(client, requests), expected));
  console.error(
    `round ${round + 1}: ${shared.at(-1)?.toFixed(2) ?? ''} s shared, ${single.at(-1)?.toFixed(2) ?? ''} s one by one`,
  );
}
client.close();
await server.stop(0);

const ratio = median(shared) / median(single);
const figures = {
  rollouts: expected,
  rounds,
  sharedSeconds: { min: Math.min(...shared), median: median(shared) },
  oneByOneSeconds: { min: Math.min(...single), median: median(single) },
  ratio: { ofMedians: ratio, ofMinima: Math.min(...shared) / Math.min(...single) },
  sharedMsPerRollout: (1000 * median(shared)) / expected,
  rssMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
};
console.log(JSON.stringify(figures, null, 2));
if (ratio > TARGET) {
  console.error(`the ratio is ${ratio.toFixed(3)}; at most ${TARGET} is wanted`);
  process.exitCode = 1;
}
