import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { GetModelResponse } from '@codiscope/proto';

import { createDataset } from '../../datasets/create-dataset.js';
import type { LayerIndex } from '../../words/thought.js';
import { CODI_MINI_VALUES } from '../../datasets/worked-problem.js';
import type { TwinPair } from '../../datasets/twins/twin-pair.js';
import type { RolloutRecord } from '../rollout-record.js';
import { handMadeRecord, PROBLEM } from '../testing/hand-made.js';
import { patchedPair } from './patched-pair.js';
import { variantIds } from '../rollout-plan.js';
import { patchedSets, twinPlan, twinsOfProblems, type TwinPlace } from './plan.js';

const choice = { seed: 42, values: CODI_MINI_VALUES };
const problem = { ...PROBLEM, steps: ['4+8=12'] };
const { pairs, without } = twinsOfProblems([problem, { ...PROBLEM, gsm8k_id: 'q' }], choice);
const [pair] = pairs as [TwinPair];
const settingsOf = (place: TwinPlace) => ({ place, choice, twinned: { pairs, without } });
const contextOf = (thoughts: number) => ({
  problems: [problem],
  model: { thoughts } as GetModelResponse,
  maxNewTokens: 32,
});

test('A problem whose steps are known has a twin, the same for the same seed; another says why not', () => {
  assert.equal(pairs.length, 1);
  assert.notEqual(pair.twin.answer, 12);
  assert.deepEqual(without, [{ problem_id: 'q', reason: 'no steps' }]);
  assert.deepEqual(twinsOfProblems([problem], choice).pairs, [pair]);
});

test('Most generated problems have one', async () => {
  const { problems } = await createDataset({ source: 'gsm-mini' });
  assert.ok(twinsOfProblems(problems, choice).pairs.length > 80);
});

test('Single thoughts, prefixes and suffixes are patched, each set once', () => {
  assert.deepEqual(
    patchedSets(3).map((set) => set.join('+')),
    ['1', '2', '3', '1+2', '1+2+3', '2+3'],
  );
  assert.equal(patchedSets(6).length, 15);
  const plan = twinPlan(settingsOf({ site: 'resid_post', layer: 4 as LayerIndex }), contextOf(6));
  assert.equal(variantIds(plan, problem).length, 64);
});

test('Each way is asked twice, once for either answer, and takes its values from the other question', () => {
  const plan = twinPlan(settingsOf({ site: 'resid_post', layer: 4 as LayerIndex }), contextOf(2));
  const asked = plan
    .requests(problem)
    .map(({ question, goldAnswer, sources, variants }) => [
      question === problem.question ? 'problem' : 'twin',
      goldAnswer === 12 ? 'problem' : 'twin',
      sources?.[0]?.question?.value === problem.question ? 'problem' : 'twin',
      variants[0]?.id,
    ]);
  assert.deepEqual(asked, [
    ['problem', 'problem', 'twin', 'from_twin/own/baseline'],
    ['problem', 'twin', 'twin', 'from_twin/source/baseline'],
    ['twin', 'twin', 'problem', 'from_problem/own/baseline'],
    ['twin', 'problem', 'problem', 'from_problem/source/baseline'],
  ]);
  const embed = twinPlan(settingsOf({ site: 'embed', layer: null }), contextOf(2)).requests(problem);
  assert.deepEqual(embed[0]?.variants.at(-1)?.interventions?.[0]?.layers, []);
});

test('A patch takes or keeps the answer, and shifts log-probability from one answer to the other', () => {
  const twinAnswer = pair.twin.answer;
  const records: Record<string, RolloutRecord> = {
    'from_twin/own/baseline': handMadeRecord(12, -0.5),
    'from_twin/source/baseline': handMadeRecord(12, -8),
    'from_twin/own/patch:1': handMadeRecord(twinAnswer, -6),
    'from_twin/source/patch:1': handMadeRecord(twinAnswer, -0.5),
    'from_twin/own/patch:2': handMadeRecord(7, -4),
    'from_twin/source/patch:2': { ...handMadeRecord(7), scores: null },
    'from_problem/own/baseline': { ...handMadeRecord(twinAnswer, -1), correct: true },
  };
  const found = patchedPair(pair, 2, (id) => records[id] ?? handMadeRecord(12, -1));
  const [one, two] = found.from_twin;
  // (-0.5 - -6) - (-8 - -0.5)
  assert.deepEqual(one, {
    thoughts: [1],
    predicted_answer: twinAnswer,
    took_answer: true,
    kept_answer: false,
    shift: 13,
  });
  assert.deepEqual([two?.took_answer, two?.kept_answer, two?.shift], [false, false, null]);
  // In the twin's run 12 is the answer of the source.
  assert.deepEqual([found.from_problem[0]?.took_answer, found.from_problem[0]?.shift], [true, 0]);
  assert.equal(found.both_correct, true);
  assert.deepEqual(found.step_changed, [true]);
  assert.equal(found.patched_answers[0], twinAnswer);
});
