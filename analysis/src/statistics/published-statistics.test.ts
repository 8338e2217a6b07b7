import assert from 'node:assert/strict';
import { test } from 'node:test';

import { assertClose, readFixture } from './fixtures/fixture.js';
import { rebuildPooled } from './rebuild-pooled.js';

// The origin's published file: statistics of six positions over 100 problems each, and the pooled r of its rows.
const published = readFixture('published_summary_statistics.json') as {
  overall_correlation: Record<'layer_14', { r: number; p: number }>;
  per_token: Record<
    string,
    {
      importance_mean: number;
      importance_std: number;
      attention_mean: number;
      attention_std: number;
      correlation: number;
    }
  >;
};
const groups = Object.values(published.per_token).map((token) => ({
  n: 100,
  meanX: token.attention_mean,
  sdX: token.attention_std,
  meanY: token.importance_mean,
  sdY: token.importance_std,
  r: token.correlation,
}));

test("the origin's pooled layer-14 r and p follow from its per-token table", () => {
  const { pooled } = rebuildPooled(groups);
  assert.equal(published.overall_correlation.layer_14.r, 0.18737897911243134);
  assertClose(pooled.r, 0.18737897911243134, 1e-10, 'r');
  assertClose(pooled.p, published.overall_correlation.layer_14.p, 1e-9, 'p');
});

test('110 % of its covariance lies between positions; within them the sign is the other one', () => {
  const { within, shares } = rebuildPooled(groups);
  assert.equal(within.r?.toFixed(3), '-0.059');
  assert.equal(shares.between?.toFixed(2), '1.10');
  assert.equal(shares.within?.toFixed(2), '-0.10');
});

test('without "token 5" its pooled r is negative', () => {
  assert.equal(rebuildPooled(groups.slice(0, 5)).pooled.r?.toFixed(3), '-0.110');
});
