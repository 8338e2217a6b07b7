import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AttentionQuery, SlotKind, type CodiClient, type GetModelResponse } from '@codiscope/proto';

import type { Dataset } from '../../datasets/dataset.js';
import { thoughtsUpTo, type LayerIndex } from '../../words/thought.js';
import { planKeys, variantIds } from '../rollout-plan.js';
import { handMadeRecord, handMadeRollout, handMadeTensor, PROBLEM } from '../testing/hand-made.js';
import type { PrepareContext } from '../experiment.js';
import {
  armRecord,
  cleanRecord,
  comparedIds,
  comparisonPlan,
  type ArmRecord,
  type CleanRecord,
} from './plan.js';
import { problemComparison } from './problem-comparison.js';
import { chooseComparison, type ReadyArm } from './settings.js';

const THOUGHTS = 2;
const MODEL = {
  id: 'm',
  thoughts: THOUGHTS,
  layers: 8,
  presets: { early: 2, middle: 4, late: 7 },
} as GetModelResponse;
const place = { site: 'resid_post', layer: 4 as LayerIndex, heads: [], later: 'recompute' } as const;
const zero: ReadyArm = {
  name: 'zero, total',
  arm: { ...place, method: { name: 'zero' } },
  donors: 1,
  methodSettings: {},
};
const resample: ReadyArm = {
  name: 'resample, total',
  arm: { ...place, method: { name: 'resample', reference: 'r', donors: () => [7, 3] } },
  donors: 2,
  methodSettings: {},
};
const settings = { arms: [zero, resample], cloud: 'r' };

test('Each problem has one clean run with its number row, and each arm with each thought, donors apart', () => {
  const plan = comparisonPlan(settings, { problems: [PROBLEM], model: MODEL, maxNewTokens: 32 });
  assert.deepEqual(variantIds(plan, PROBLEM), [
    'baseline',
    'zero, total/zero:1',
    'zero, total/zero:2',
    'resample, total/resample:1#1',
    'resample, total/resample:1#2',
    'resample, total/resample:2#1',
    'resample, total/resample:2#2',
  ]);
  assert.deepEqual(comparedIds(resample, thoughtsUpTo(2).slice(1)), [
    'resample, total/resample:2#1',
    'resample, total/resample:2#2',
  ]);
  assert.equal(planKeys(plan)[1], 'compare/p/zero, total/zero:1');
  const [clean, changed] = plan.requests(PROBLEM);
  assert.deepEqual(clean?.capture?.attention?.queries, [AttentionQuery.NUMBER]);
  assert.deepEqual(changed?.capture, { offManifold: { reference: 'r' } });
});

/** A run with a change that has moved thought `thought` to this norm, from 4. */
const moved = (answer: number, thought: number, norm: number, logProb = -1, margin = 2): ArmRecord => ({
  ...handMadeRecord(answer, logProb, margin),
  moved: [
    { thought: 3 - thought, norm: 4, clean_norm: 4, distance: 1, clean_distance: 1 },
    { thought, norm, clean_norm: 4, distance: 3, clean_distance: 1 },
  ],
});

test('Effects are against the clean run; of donors means, and flips of more than half', () => {
  const baseline: CleanRecord = {
    ...handMadeRecord(12, -0.5, 3),
    number_row: { layers: [0], attention: [[0.25, 0.5]], value_norms: [[1, 2]] },
  };
  const records: Record<string, ArmRecord> = {
    'zero, total/zero:1': moved(5, 1, 0, -2.5, -1),
    'zero, total/zero:2': moved(12, 2, 0, -0.5, 3),
    'resample, total/resample:1#1': moved(5, 1, 6, -1.5),
    'resample, total/resample:1#2': moved(12, 1, 2, -0.5),
    // No vector is changed by a knockout: nothing moved.
    'resample, total/resample:2#1': { ...moved(12, 2, 0), moved: [] },
    'resample, total/resample:2#2': moved(12, 2, 0),
  };
  const found = problemComparison(
    PROBLEM,
    settings.arms,
    THOUGHTS,
    baseline,
    (id) => records[id] as ArmRecord,
  );
  const [lost, same] = found.effects[0] ?? [];
  assert.deepEqual(lost, {
    flip: 1,
    reverse_flip: 0,
    answer_changed: true,
    gold_log_prob_drop: 2,
    margin_drop: 4,
    kl_from_baseline: 0.5,
    norm_ratio: 0,
    distance: 3,
    clean_distance: 1,
  });
  assert.deepEqual([same?.flip, same?.gold_log_prob_drop], [0, 0]);
  const [mixed, unmoved] = found.effects[1] ?? [];
  // One of two donors is not more than half of them.
  assert.deepEqual([mixed?.flip, mixed?.gold_log_prob_drop, mixed?.norm_ratio], [0, 0.5, 1]);
  assert.deepEqual([unmoved?.norm_ratio, unmoved?.distance, unmoved?.clean_distance], [null, null, null]);
  assert.deepEqual([found.attention, found.value_norms], [[[0.25, 0.5]], [[1, 2]]]);
});

test("The clean run's number row keeps the thoughts' columns, in their order", () => {
  const row = {
    query: AttentionQuery.NUMBER,
    layers: [0, 1],
    keyGroups: ['bot', 'thought_1', 'thought_2', 'eot'],
    weights: handMadeTensor([2, 1, 4], [0.5, 0.25, 0.125, 0.125, 0, 0.5, 0.5, 0]),
    valueNorms: handMadeTensor([2, 1, 4], [1, 2, 3, 4, 5, 6, 7, 8]),
  };
  const { number_row: kept } = cleanRecord('p', 'baseline', handMadeRollout(12, { attention: [row] }));
  assert.deepEqual(kept, {
    layers: [0, 1],
    attention: [
      [0.25, 0.125],
      [0.5, 0.5],
    ],
    value_norms: [
      [2, 3],
      [6, 7],
    ],
  });
  assert.equal(cleanRecord('p', 'baseline', handMadeRollout(12)).number_row, null);
});

test('Only thoughts that were moved are kept; what there is no cloud for is null', () => {
  const slot = (kind: SlotKind, number: number) => ({ kind, number, position: 9 });
  const { moved: kept } = armRecord(
    'p',
    'x',
    handMadeRollout(5, {
      offManifold: [
        { slot: slot(SlotKind.THOUGHT, 2), norm: 0, cleanNorm: 4 },
        { slot: slot(SlotKind.EOT, 0), norm: 1, cleanNorm: 1 },
      ],
    }),
  );
  assert.deepEqual(kept, [{ thought: 2, norm: 0, clean_norm: 4, distance: null, clean_distance: null }]);
});

/** A server that fits whatever it is asked to. */
const fitting = {
  async *fitReference() {
    yield await Promise.resolve({ finished: 1, total: 1, reference: { id: 'r' } });
  },
} as unknown as CodiClient;

const on = (source: string, strict: boolean): PrepareContext => ({
  client: fitting,
  model: MODEL,
  dataset: { source, problems: [PROBLEM] } as unknown as Dataset,
  signal: new AbortController().signal,
  strict,
  onFit: () => undefined,
});
const chosen = { arms: 'zero,mean,resample-direct,knockout-all', fitProblems: 20 };

test("Means and donors of the generator's problems are other ones of the generator", async () => {
  const { settings: ready, notes } = await chooseComparison(chosen, MODEL)(on('gsm-mini', true));
  assert.deepEqual([ready?.cloud, ready?.arms.length, notes], ['r', 4, []]);
  const [, mean] = ready?.arms ?? [];
  assert.deepEqual(
    [
      mean?.methodSettings['fit_from'],
      mean?.methodSettings['fit_problems'],
      mean?.methodSettings['method_seed'],
    ],
    ['gsm-mini', 20, 42],
  );
});

test('Of foreign problems they need a file; without one the arms are refused, or left out of a whole run', async () => {
  await assert.rejects(chooseComparison(chosen, MODEL)(on('test.jsonl', true)), {
    setting: 'fitFrom',
    message: /^fitFrom is needed by the arms mean, total; resample, direct/,
  });
  const { settings: ready, notes } = await chooseComparison(chosen, MODEL)(on('test.jsonl', false));
  assert.deepEqual(
    [ready?.cloud, ready?.arms.map(({ name }) => name)],
    ['', ['zero, total', 'knockout all']],
  );
  assert.match(notes.join(), /^without the arms mean, total; resample, direct, .* name a file of them$/);
});
