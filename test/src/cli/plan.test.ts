import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { codiHost } from '../harness/codi-host.js';
import { temporaryFolder, type Told } from '../harness/codi.js';

const cwd = temporaryFolder({ after });
const { codi, codiJson } = await codiHost({ after }, { serving: 'codi-mini', cwd });

interface Plan {
  alpha: number;
  sizes: {
    kind: string;
    pairs?: number;
    problems?: number;
    clustered?: { iccProduct: number; problems: number }[];
  }[];
  cost: null | {
    problems: number;
    experiments: { verb: string; rollouts: number }[];
    rollouts: number;
    weightsMiB: number;
    seconds: number;
    peakMiB: number | null;
    measured: { problems: number; rollouts: number };
  };
}

async function planned(...args: string[]): Promise<Plan> {
  const { code, value, stderr } = (await codiJson(['plan', ...args])) as Told<Plan>;
  assert.equal(code, 0, stderr);
  return value;
}

test("A correlation takes the pairs that Fisher's z says, and fewer problems where their thoughts are independent", async () => {
  // By hand: ((1.95996 + 0.84162) / atanh(0.3))^2 + 3 = 84.9.
  const [size] = (await planned('--r', '0.3')).sizes;
  assert.equal(size?.pairs, 85);
  const [independent] = size.clustered ?? [];
  assert.deepEqual(independent, { iccProduct: 0, problems: 15 });
  assert.deepEqual(size.clustered?.at(-1), { iccProduct: 1, problems: 85 });
});

test('Several effects are planned at once, with the share of alpha that each test has', async () => {
  const { alpha, sizes, cost } = await planned('--r', '0.3', '--rates', '0.2,0.1', '--rate', '0.5', '--half-width', '0.1', '--tests', '5'); // prettier-ignore
  assert.ok(Math.abs(alpha - 0.01) < 1e-12);
  assert.deepEqual(
    sizes.map(({ kind }) => kind),
    ['correlation', 'paired_rates', 'rate'],
  );
  assert.equal(cost, null);
});

test('The cost is counted by the plans of the experiments, and measured on the server that is given', async () => {
  const { cost } = await planned('--cost', '--problems', '10', '--sets', 'lattice', '--only', 'ablate,attend,analyze', '--measure', '2'); // prettier-ignore
  // Three of each of four levels. A problem has 63 sets, a baseline, a self-patch and six cuts, and its attention.
  assert.equal(cost?.problems, 12);
  assert.deepEqual(
    cost.experiments.map(({ verb, rollouts }) => [verb, rollouts]),
    [
      ['ablate', 12 * 71],
      ['attend', 12],
    ],
  );
  assert.equal(cost.rollouts, 12 * 72);
  assert.deepEqual([cost.measured.problems, cost.measured.rollouts], [2, 144]);
  assert.ok(cost.seconds > 0);
  assert.ok(cost.weightsMiB > 0);
  // The server runs in another process.
  assert.equal(cost.peakMiB, null);
});

test('What cannot be planned is refused with the remedy', async () => {
  for (const [args, says] of [
    [[], /nothing to plan; give an effect with --r, --rates or --rate, or ask for --cost/],
    [['--r', '1.2'], /1\.2 is no correlation to plan for/],
    [['--rates', '0.2'], /give two rates such as 0\.20,0\.10/],
    [['--rate', '0.2'], /--rate needs --half-width/],
    [['--r', '0.2', '--power', '0.01'], /use 0 < alpha < power < 1/],
    [['--cost', '--sets', '7'], /--sets names thought 7; the model has thoughts 1 to 6/],
  ] as const) {
    const { code, stdout, stderr } = await codi(['plan', ...args]);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    assert.match(stderr, says);
  }
});
