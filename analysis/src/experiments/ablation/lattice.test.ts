import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertClose } from '../../statistics/fixtures/fixture.js';
import { syntheticLattice } from '../../summary/fixtures/synthetic-lattice.js';
import { syntheticResults } from '../../summary/fixtures/synthetic-results.js';
import { compositionSentences, summariseLattice } from './lattice.js';

const RESAMPLING = { resamples: 400, seed: 1 };
/** Costs that add up: thought k costs k / 4. The mean of (1 + i / 10) over ten problems is 1.45. */
const additive = (ablated: readonly number[]) => ablated.reduce((sum, thought) => sum + thought / 4, 0);

test('where costs add up, Shapley values, single removals and leave-one-in are the costs, and nothing interacts', () => {
  const lattice = summariseLattice(syntheticLattice(10, 3, additive), RESAMPLING);
  assert.ok(lattice !== null);
  const { gold_log_prob: game } = lattice;
  for (const values of [game.shapley, game.single_removal, game.leave_one_in, game.ordered_shapley]) {
    for (const { thought, value, interval_95: interval } of values) {
      assertClose(value, (1.45 * thought) / 4, 1e-12, `thought ${thought}`);
      assert.ok(interval !== null && interval[0] < value && value < interval[1]);
    }
  }
  assertClose(game.gain.value, 1.45 * 1.5, 1e-12, 'what there is to share');
  assert.ok(game.efficiency_error < 1e-12);
  for (const { value } of game.interactions) assert.ok(Math.abs(value) < 1e-12);
  assert.deepEqual(
    game.moebius.filter(({ value }) => Math.abs(value) > 1e-12).map(({ thoughts }) => thoughts),
    [[], [1], [2], [3]],
  );
  assertClose(
    game.prefix[1]?.value ?? null,
    -0.1 - (1.45 * 5) / 4,
    1e-12,
    'thought 1 intact, 2 and 3 ablated',
  );
  assertClose(
    game.suffix[1]?.value ?? null,
    -0.1 - (1.45 * 3) / 4,
    1e-12,
    'thought 3 intact, 1 and 2 ablated',
  );
  assert.equal(lattice.sets, 8);
  assert.match(compositionSentences(lattice)[3] ?? '', /^No two thoughts are shown to act otherwise/);
});

test('where either of two thoughts is enough, they stand in for each other, and single removals miss both', () => {
  const either = (ablated: readonly number[]) => (ablated.includes(1) && ablated.includes(2) ? 2 : 0);
  const lattice = summariseLattice(syntheticLattice(12, 3, either), RESAMPLING);
  assert.ok(lattice !== null);
  const { accuracy } = lattice;
  // Right unless both are gone: each has half of 1, single removals cost nothing, and the pair's index is -1.
  assert.deepEqual(
    accuracy.shapley.map(({ value }) => value.toFixed(12)),
    ['0.500000000000', '0.500000000000', '0.000000000000'],
  );
  assert.ok(accuracy.single_removal.every(({ value }) => value === 0));
  assertClose(accuracy.interactions[0]?.value ?? null, -1, 1e-12, 'thoughts 1 and 2');
  const findings = compositionSentences(lattice);
  assert.match(findings[3] ?? '', /thoughts 1 and 2 \(\u2212\d\.\d\d nats, each stands in for the other\)/);
  assert.match(findings[4] ?? '', /single ablations miss/);
});

test('a run without every set has no game; problems without one are named', () => {
  const { ablation } = syntheticResults({ problems: 6 });
  assert.equal(summariseLattice(ablation, RESAMPLING), null);
  const whole = syntheticLattice(6, 2, additive);
  whole.problems[0]?.token_ablations.pop();
  const unscored = whole.problems[1]?.token_ablations[0];
  if (unscored !== undefined) unscored.gold_log_prob = null;
  const lattice = summariseLattice(whole, RESAMPLING);
  assert.equal(lattice?.problems, 4);
  assert.deepEqual(
    lattice.left_out.map(({ problem_id: id, reason }) => [id, reason]),
    [
      ['gsm8k_0', 'sets are missing'],
      ['gsm8k_1', 'no score'],
    ],
  );
});
