import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Later, Site } from '@codiscope/proto';

import type { Problem } from '../../datasets/problem.js';
import type { LayerIndex } from '../../words/thought.js';
import { parseThoughtSets } from '../arms/thought-sets.js';
import type { RolloutRecord } from '../rollout-record.js';
import { failedControls } from '../run-experiment.js';
import { ablation } from './ablation.js';
import { countWarnings, problemAblations } from './problem-ablations.js';
import type { AblationResults, ProblemAblations } from './results.js';
import { type AblationSettings, ablationVariants } from './variants.js';

const THOUGHTS = 3;
const problem: Problem = {
  gsm8k_id: 'p',
  question: 'How many?',
  answer: 12,
  reasoning_steps: 3,
  difficulty: '3-step',
};

function settings(sets: string, later: 'recompute' | 'hold' = 'recompute'): AblationSettings {
  const arm = {
    site: 'resid_post',
    layer: 4 as LayerIndex,
    heads: [],
    method: { name: 'zero' },
    later,
  } as const;
  return { protocol: 'official', arm, donors: 1, sets: parseThoughtSets(sets, THOUGHTS), methodSettings: {} };
}

/** A rollout that answered with this number, its gold log-probability in nats. */
function answered(
  answer: number | null,
  goldLogProb: number | null = -1,
  rest: Partial<RolloutRecord> = {},
): RolloutRecord {
  return {
    problem_id: 'p',
    variant: '',
    tokens: [answer ?? 0],
    text: `The answer is: ${answer ?? ''}`,
    predicted_answer: answer,
    correct: answer === problem.answer,
    truncated: false,
    scores: goldLogProb === null ? null : { gold_log_prob: goldLogProb, margin: 2, kl_from_baseline: 0.5 },
    warnings: [],
    ...rest,
  };
}

/** The results of hand-made rollouts; what is not named is like the baseline. */
function results(
  baseline: RolloutRecord,
  others: Readonly<Record<string, RolloutRecord>>,
  sets = 'singles',
): ProblemAblations {
  const recordOf = (variant: string): RolloutRecord => others[variant] ?? baseline;
  return problemAblations(problem, settings(sets), THOUGHTS, recordOf);
}

const column = <K extends keyof ProblemAblations['token_ablations'][number]>(
  { token_ablations }: ProblemAblations,
  key: K,
) => token_ablations.map((ablation) => ablation[key]);

test('A plan has the baseline, one ablation a set, the self-patch of all thoughts and a cut after each but the last', () => {
  const variants = ablationVariants(settings('singles,1+3', 'hold'), problem, THOUGHTS);
  assert.deepEqual(
    variants.map(({ id, thoughts }) => [id, thoughts]),
    [
      ['baseline', undefined],
      ['zero:1', undefined],
      ['zero:2', undefined],
      ['zero:3', undefined],
      ['zero:1+3', undefined],
      ['self-patch', undefined],
      ['truncate:0', 0],
      ['truncate:1', 1],
      ['truncate:2', 2],
    ],
  );
  const [edit] = variants[4]?.interventions ?? [];
  assert.deepEqual(
    [edit?.site, edit?.layers, edit?.thoughts, edit?.method?.$case, edit?.later],
    [Site.RESID_POST, [4], [1, 3], 'zero', Later.HOLD],
  );
  const [patch] = variants[5]?.interventions ?? [];
  assert.deepEqual([patch?.thoughts, patch?.method?.$case], [[1, 2, 3], 'self']);
  assert.ok(
    [...variants.slice(0, 1), ...variants.slice(6)].every(
      ({ interventions }) => (interventions ?? []).length === 0,
    ),
  );
});

test('Importance is a right answer that becomes wrong, whatever it becomes', () => {
  const found = results(answered(12), {
    'zero:1': answered(13),
    'zero:2': answered(null),
    'zero:3': answered(12),
  });
  assert.deepEqual(found.importance_scores, [1, 1, 0]);
  assert.equal(found.num_critical_tokens, 2);
  assert.deepEqual(column(found, 'reverse_flip'), [0, 0, 0]);
  assert.deepEqual(column(found, 'answer_changed'), [true, true, false]);
  assert.deepEqual(column(found, 'thoughts'), [[1], [2], [3]]);
});

test('A wrong baseline has no importance; an ablation that mends it is a reverse flip', () => {
  const found = results(answered(7), {
    'zero:1': answered(12),
    'zero:2': answered(8),
    'zero:3': answered(7),
  });
  assert.deepEqual(found.importance_scores, [0, 0, 0]);
  assert.deepEqual(column(found, 'reverse_flip'), [1, 0, 0]);
  assert.deepEqual(column(found, 'answer_changed'), [true, true, false]);
});

test('The drop of gold log-probability is positive where the ablation hurts, and null without scores', () => {
  const found = results(answered(12, -0.25), {
    'zero:1': answered(12, -1.75),
    'zero:2': answered(12, -0.125),
    'zero:3': answered(12, null),
  });
  assert.deepEqual(column(found, 'gold_log_prob_drop'), [1.5, -0.125, null]);
  assert.deepEqual(column(found, 'kl_from_baseline'), [0.5, 0.5, null]);
});

test('Without all singles there are no importance scores, and singles are found among other sets', () => {
  assert.deepEqual(results(answered(12), {}, 'pairs').importance_scores, []);
  assert.deepEqual(results(answered(12), {}, '1,2').importance_scores, []);
  const mixed = results(answered(12), { 'zero:2': answered(1), 'zero:1+2+3': answered(1) }, 'all,3,2,1');
  assert.deepEqual(mixed.importance_scores, [0, 1, 0]);
  assert.deepEqual(column(mixed, 'importance'), [1, 0, 1, 0]);
});

test('The truncation curve has the rollouts cut after 0, 1 and 2 thoughts', () => {
  const found = results(answered(12), {
    'truncate:0': answered(null, -9),
    'truncate:1': answered(5, -3),
    'truncate:2': answered(12, -2),
  });
  assert.deepEqual(found.controls.truncation, [
    { thoughts_run: 0, predicted_answer: null, correct: false, gold_log_prob: -9 },
    { thoughts_run: 1, predicted_answer: 5, correct: false, gold_log_prob: -3 },
    { thoughts_run: 2, predicted_answer: 12, correct: true, gold_log_prob: -2 },
  ]);
});

test('The self-patch must be the baseline to the last bit, in tokens and in scores', () => {
  const same = (selfPatch: RolloutRecord): boolean =>
    results(answered(12, -1), { 'self-patch': selfPatch }).controls.self_patch_equals_baseline;
  assert.ok(same(answered(12, -1)));
  assert.ok(!same(answered(12, -1 - Number.EPSILON)));
  assert.ok(!same(answered(12, null)));
  assert.ok(!same(answered(12, -1, { tokens: [12, 0] })));
  assert.ok(same(answered(12, -1, { variant: 'self-patch' })), 'names may differ');
});

test('A self-patch that changed anything fails the control, the problems named; not so in the origin', () => {
  const good = results(answered(12), {});
  const bad = { ...results(answered(12), { 'self-patch': answered(13) }), problem_id: 'gsm8k-7' };
  const failed = (protocol: 'official' | 'origin', ...problems: ProblemAblations[]): string | null =>
    failedControls(ablation, { protocol, problems } as unknown as AblationResults);
  assert.equal(failed('official', good, good), null);
  assert.equal(failed('official'), null);
  assert.match(failed('official', good, bad) ?? '', /1 of 2 problems \(gsm8k-7\)/);
  assert.equal(failed('origin', good, bad), null);
});

test('Warnings are counted by kind, whatever words and numbers they quote', () => {
  const records = [
    { problem_id: 'a', warnings: ['the model does not know "robe": read as the unknown token'] },
    {
      problem_id: 'b',
      warnings: ['the model does not know "bolts", "fiber": read as the unknown token', 'no token for 70000'],
    },
    { problem_id: 'c', warnings: [] },
  ];
  assert.deepEqual(countWarnings(records), [
    {
      problems: 2,
      first_problem_id: 'a',
      warning: 'the model does not know "robe": read as the unknown token',
    },
    { problems: 1, first_problem_id: 'b', warning: 'no token for 70000' },
  ]);
});
