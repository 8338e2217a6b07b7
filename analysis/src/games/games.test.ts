import assert from 'node:assert/strict';
import { test } from 'node:test';

import { mean, sum } from '../statistics/descriptive.js';
import { assertClose, assertEnds, readFixture } from '../statistics/fixtures/fixture.js';
import { randomStream } from '../statistics/resampling.js';
import { AnalysisError } from '../words/errors.js';
import type { ThoughtNumber } from '../words/thought.js';
import { type Game, bitsOf, bootstrapGames, coalitionValue, createGame } from './game.js';
import { moebiusCoefficients, shapleyInteractions } from './interactions.js';
import type { Precedence } from './values.js';
import {
  leaveOneIn,
  orderedShapleyValues,
  prefixCurve,
  shapleyValues,
  singleRemovals,
  suffixCurve,
} from './values.js';

const { games: references } = readFixture('games.json') as {
  games: {
    players: number;
    values: number[];
    precedences: Precedence[];
    shapley: number[];
    ordered: number[];
    interactions: { thoughts: [number, number]; value: number }[];
    moebius: number[];
  }[];
};
const TOLERANCE = 1e-12;
const near = (actual: number | undefined, expected: number | undefined, what: string): void => {
  assert.ok(actual !== undefined && expected !== undefined, what);
  assert.ok(Math.abs(actual - expected) <= TOLERANCE, `${what}: ${actual} instead of ${expected}`);
};
/** The pooled game of some of equal size. */
const meanGame = (games: readonly Game[]): Game =>
  createGame(games[0]?.players ?? NaN, (intact) =>
    mean(games.map((game) => coalitionValue(game, bitsOf(intact)))),
  );
const values = (entries: readonly { value: number }[]): number[] => entries.map(({ value }) => value);

for (const { players, values: lattice, precedences, ...expected } of references) {
  const game = createGame(players, (intact) => lattice[bitsOf(intact)] ?? NaN);
  const gain = (lattice.at(-1) ?? NaN) - (lattice[0] ?? NaN);
  const name = `${players} thoughts, precedences ${JSON.stringify(precedences)}`;

  test(`Shapley values are averages over all orders, ordered ones over those that keep them: ${name}`, () => {
    const ordered = orderedShapleyValues(game, precedences);
    for (const [index, { thought, value }] of shapleyValues(game).entries()) {
      assert.equal(thought, index + 1);
      near(value, expected.shapley[index], `thought ${thought}`);
      near(ordered[index]?.value, expected.ordered[index], `thought ${thought}, ordered`);
    }
    near(sum(values(shapleyValues(game))), gain, 'efficiency');
    near(sum(values(ordered)), gain, 'efficiency, ordered');
  });

  test(`interactions and Moebius coefficients agree with sums of exact fractions: ${name}`, () => {
    const found = shapleyInteractions(game);
    assert.equal(found.length, expected.interactions.length);
    for (const [index, { thoughts, value }] of found.entries()) {
      assert.deepEqual(thoughts, expected.interactions[index]?.thoughts);
      near(value, expected.interactions[index]?.value, `thoughts ${thoughts.join()}`);
    }
    const dividends = moebiusCoefficients(game);
    for (const [index, { value }] of dividends.entries())
      near(value, expected.moebius[index], `set ${index}`);
    for (const [set, value] of lattice.entries()) {
      const subsets = dividends.filter((_, bits) => (bits & set) === bits);
      near(sum(values(subsets)), value, `sum of the dividends of the subsets of ${set}`);
    }
  });

  test(`in the full order a thought's value is the step of the prefix curve: ${name}`, () => {
    const curve = prefixCurve(game);
    for (const [index, { value }] of orderedShapleyValues(game).entries()) {
      near(value, (curve[index + 1]?.value ?? NaN) - (curve[index]?.value ?? NaN), `thought ${index + 1}`);
    }
    const none = orderedShapleyValues(game, []);
    for (const [index, { value }] of none.entries()) near(value, expected.shapley[index], 'no precedence');
  });
}

test('removals, leave-one-in and both curves are the values of the sets that they name', () => {
  const game = createGame(3, (intact) => intact.reduce((total, thought) => total + 10 ** thought, 0.5));
  assert.deepEqual(singleRemovals(game), [
    { thought: 1, value: 10 },
    { thought: 2, value: 100 },
    { thought: 3, value: 1000 },
  ]);
  assert.deepEqual(values(leaveOneIn(game)), [10, 100, 1000]);
  assert.deepEqual(values(prefixCurve(game)), [0.5, 10.5, 110.5, 1110.5]);
  assert.deepEqual(values(suffixCurve(game)), [0.5, 1000.5, 1100.5, 1110.5]);
  assert.deepEqual(
    prefixCurve(game).map(({ intact }) => intact),
    [0, 1, 2, 3],
  );
});

test('planted dividends of six thoughts come back: their Shapley values, interactions and coefficients', () => {
  // 2 by thought 1 alone, 3 by 2 and 5 together, -1.5 (each stands in for the other) by 3 and 4, 0.75 by 1, 2 and 6.
  const set = (...thoughts: number[]): ThoughtNumber[] => thoughts as ThoughtNumber[];
  const planted = [
    { thoughts: set(), value: 0.125 },
    { thoughts: set(1), value: 2 },
    { thoughts: set(2, 5), value: 3 },
    { thoughts: set(3, 4), value: -1.5 },
    { thoughts: set(1, 2, 6), value: 0.75 },
  ];
  const game = createGame(6, (intact) =>
    sum(planted.map(({ thoughts, value }) => (thoughts.every((each) => intact.includes(each)) ? value : 0))),
  );
  const shapley = [2.25, 1.75, -0.75, -0.75, 1.5, 0.25];
  for (const [index, { value }] of shapleyValues(game).entries()) {
    near(value, shapley[index], `thought ${index + 1}`);
  }
  // A pair gets each of its sets' dividends over (size - 1).
  const interactions = new Map([
    ['1,2', 0.375],
    ['1,6', 0.375],
    ['2,6', 0.375],
    ['2,5', 3],
    ['3,4', -1.5],
  ]);
  for (const { thoughts, value } of shapleyInteractions(game)) {
    near(value, interactions.get(thoughts.join()) ?? 0, `thoughts ${thoughts.join()}`);
  }
  for (const { thoughts, value } of moebiusCoefficients(game)) {
    const match = planted.find((each) => each.thoughts.join() === thoughts.join());
    near(value, match?.value ?? 0, `set ${thoughts.join()}`);
  }
  // In the full order the last thought of a set gets all that the set brings.
  assert.deepEqual(values(orderedShapleyValues(game)), [2, 0, 0, -1.5, 3, 0.75]);
});

test('alike thoughts get alike Shapley values, one that adds a constant gets that constant, and both are linear', () => {
  // Thoughts 1 and 2 are alike, thought 4 adds nothing to 3 and 5 adds 0.3 wherever it comes.
  const value = (intact: readonly ThoughtNumber[]): number => {
    const has = (thought: number): boolean => intact.includes(thought as ThoughtNumber);
    return Number(has(1) || has(2)) + 0.7 * Number(has(1) && has(2) && has(3)) + 0.3 * Number(has(5));
  };
  const game = createGame(5, value);
  const [one, two, , dummy, constant] = values(shapleyValues(game));
  near(one, two, 'symmetry');
  near(dummy, 0, 'null player');
  near(constant, 0.3, 'dummy player');
  near(values(orderedShapleyValues(game))[3], 0, 'null player, ordered');
  for (const { thoughts, value: interaction } of shapleyInteractions(game)) {
    if (thoughts.some((thought) => thought > 3)) near(interaction, 0, `dummy in ${thoughts.join()}`);
  }
  const other = createGame(5, (intact) => intact.length ** 2);
  const pooled = meanGame([game, other]);
  for (const measure of [shapleyValues, shapleyInteractions, moebiusCoefficients, orderedShapleyValues]) {
    const [first, second] = [values(measure(game)), values(measure(other))];
    for (const [index, found] of values(measure(pooled)).entries()) {
      near(found, ((first[index] ?? NaN) + (second[index] ?? NaN)) / 2, `${measure.name} ${index}`);
    }
  }
});

test('twelve thoughts are played out, and their values sum to what there is to share', () => {
  const game = createGame(12, (intact) => Math.sin(bitsOf(intact)));
  const gain = Math.sin(4095) - Math.sin(0);
  assertClose(sum(values(shapleyValues(game))), gain, 1e-12, 'efficiency');
  assertClose(sum(values(orderedShapleyValues(game, []))), gain, 1e-12, 'ordered');
});

test('games without values, of too many thoughts, or in circles are errors', () => {
  const thought = (number: number): ThoughtNumber => number as ThoughtNumber;
  assert.throws(() => createGame(0, () => 0), AnalysisError);
  assert.throws(() => createGame(13, () => 0), AnalysisError);
  assert.throws(() => createGame(2, () => NaN), AnalysisError);
  const game = createGame(2, () => 1);
  const circle: Precedence[] = [
    [thought(1), thought(2)],
    [thought(2), thought(1)],
  ];
  assert.throws(() => orderedShapleyValues(game, circle), AnalysisError);
  assert.throws(() => orderedShapleyValues(game, [[thought(1), thought(3)]]), AnalysisError);
});

const { small } = readFixture('associations.json') as {
  small: { y: number[][]; intervals: { mean: Record<'percentile' | 'bca', [number, number]> } };
};

test('the interval of a value over all resamples of five problems is that of its mean by numpy', () => {
  // Thought 2 alone is worth the mean of a problem's y, so its Shapley value has numpy's interval of that mean.
  const games = small.y.map((row) =>
    createGame(3, (intact) => (intact.some((each) => (each as number) === 2) ? mean(row) : 0)),
  );
  for (const method of ['percentile', 'bca'] as const) {
    const [, second] = bootstrapGames(games, shapleyValues, 'every', { method, level: 0.9 });
    assert.ok(second);
    assert.deepEqual([second.thought, second.n], [2, 5]);
    assertEnds(second.interval, small.intervals.mean[method], method);
  }
});

test('the pooled value of any measure is its mean over problems and lies in its interval', () => {
  const random = randomStream(7);
  const games: Game[] = Array.from({ length: 30 }, () => {
    const worth = Array.from({ length: 16 }, () => random.below(1000) / 1000);
    return createGame(4, (intact) => worth[bitsOf(intact)] ?? NaN);
  });
  const pooled = meanGame(games);
  for (const measure of [shapleyValues, shapleyInteractions, prefixCurve]) {
    const found = bootstrapGames<{ readonly value: number }>(games, measure, { resamples: 400, seed: 1 });
    for (const [index, { value }] of measure(pooled).entries()) {
      const entry = found[index];
      assert.ok(entry?.interval.interval);
      assert.ok(Math.abs(entry.value - value) < 1e-12);
      assert.ok(entry.interval.interval[0] < value && value < entry.interval.interval[1]);
    }
  }
});

test('few problems have values but no interval, and none have neither', () => {
  const game = createGame(2, (intact) => intact.length);
  const draws = { resamples: 100, seed: 1 };
  const [first] = bootstrapGames([game, game], shapleyValues, draws);
  assert.equal(first?.value, 1);
  assert.equal(first.interval.reason, 'fewer than 5 problems (n = 2)');
  assert.deepEqual(bootstrapGames([], shapleyValues, draws), []);
});
