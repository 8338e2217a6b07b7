import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertClose, readFixture } from '../statistics/fixtures/fixture.js';
import { mean } from '../statistics/mean.js';
import { randomStream } from '../statistics/random.js';
import type { Game } from './index.js';
import {
  bitsOf,
  bootstrapGames,
  createGame,
  meanGame,
  prefixCurve,
  shapleyInteractions,
  shapleyValues,
} from './index.js';

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
    assert.ok(second?.interval.interval);
    assert.deepEqual([second.thought, second.n], [2, 5]);
    for (const end of [0, 1] as const) {
      assertClose(
        second.interval.interval[end],
        small.intervals.mean[method][end],
        1e-10,
        `${method} ${end}`,
      );
    }
  }
});

test('the pooled value of any measure is its mean over problems and lies in its interval', () => {
  const random = randomStream(7);
  const games: Game[] = Array.from({ length: 30 }, () => {
    const values = Array.from({ length: 16 }, () => random.below(1000) / 1000);
    return createGame(4, (intact) => values[bitsOf(intact)] ?? 0);
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
