import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NoiseKind, Site } from '@codiscope/proto';

import { createDataset } from '../../datasets/create-dataset.js';
import type { Problem } from '../../datasets/problem.js';
import { AnalysisError } from '../../words/errors.js';
import type { LayerIndex } from '../../words/thought.js';
import { problemAblations } from '../ablation/problem-ablations.js';
import { ablationVariants, originVariant } from '../ablation/variants.js';
import type { RolloutRecord } from '../rollout-record.js';
import { type AblationArm, type AblationMethod, armIds, armVariants } from './arm.js';
import { donorsFor, fittingProblems } from './reference.js';
import { parseThoughtSets, setName } from './thought-sets.js';

const THOUGHTS = 6;
const [PAIR = []] = parseThoughtSets('2+4', THOUGHTS);
const problem = { gsm8k_id: 'p', question: 'How many?', answer: 12 } as Problem;

function arm(method: AblationMethod, rest: Partial<AblationArm> = {}): AblationArm {
  return { site: 'resid_post', layer: 4 as LayerIndex, heads: [], later: 'recompute', method, ...rest };
}

const methodsOf = (made: AblationArm) =>
  armVariants(made, PAIR, problem, THOUGHTS).map(({ id, interventions }) => [
    id,
    interventions?.[0]?.method?.$case,
  ]);

test('Each method is one variant that names it, a resampling one for each donor', () => {
  const reference = 'r';
  const donors = () => [7, 3];
  assert.deepEqual(methodsOf(arm({ name: 'zero' })), [['zero:2+4', 'zero']]);
  assert.deepEqual(methodsOf(arm({ name: 'scale', factor: 2 })), [['scale:2+4', 'scale']]);
  assert.deepEqual(methodsOf(arm({ name: 'mean', reference })), [['mean:2+4', 'mean']]);
  assert.deepEqual(methodsOf(arm({ name: 'resample', reference, donors })), [
    ['resample:2+4#1', 'resample'],
    ['resample:2+4#2', 'resample'],
  ]);
  assert.deepEqual(armIds(arm({ name: 'resample', reference, donors }), PAIR, 2), [
    'resample:2+4#1',
    'resample:2+4#2',
  ]);
  const [noise] = armVariants(arm({ name: 'noise', sigma: 0.5, seed: 9 }), PAIR, problem, THOUGHTS);
  assert.deepEqual(noise?.interventions?.[0]?.method, {
    $case: 'noise',
    value: { kind: NoiseKind.ADDED, sigma: 0.5, seed: 9 },
  });
});

test('The place is that of the arm: a head with its number, an embedding without a layer', () => {
  const [head] = armVariants(arm({ name: 'zero' }, { site: 'head', heads: [3] }), PAIR, problem, THOUGHTS);
  assert.deepEqual(
    [head?.interventions?.[0]?.site, head?.interventions?.[0]?.layers, head?.interventions?.[0]?.heads],
    [Site.HEAD, [4], [3]],
  );
  const [embed] = armVariants(arm({ name: 'zero' }, { site: 'embed', layer: null }), PAIR, problem, THOUGHTS);
  assert.deepEqual(
    [embed?.interventions?.[0]?.site, embed?.interventions?.[0]?.layers, embed?.interventions?.[0]?.heads],
    [Site.EMBED, [], []],
  );
});

test('A knockout cuts each thought off from those who look back at it, never from itself', () => {
  const edges = (queries: 'answer' | 'thoughts' | 'all') => {
    const made = arm({ name: 'knockout', queries }, { site: 'attention', layer: null });
    return armVariants(made, PAIR, problem, THOUGHTS)[0]?.knockouts?.map((cut) => [
      cut.queries?.thoughts,
      cut.queries?.answer,
      cut.keys?.thoughts,
    ]);
  };
  assert.deepEqual(edges('answer'), [
    [[], true, [2]],
    [[], true, [4]],
  ]);
  assert.deepEqual(edges('thoughts'), [
    [[3, 4, 5, 6], false, [2]],
    [[5, 6], false, [4]],
  ]);
  assert.deepEqual(edges('all'), [
    [[3, 4, 5, 6], true, [2]],
    [[5, 6], true, [4]],
  ]);
});

test('In the origin\'s protocol entry 1 is BOT, its "token 0", and there is a thought less', () => {
  const made = originVariant('x', parseThoughtSets('1+3', THOUGHTS)[0] ?? [], 8 as LayerIndex, 'zero');
  assert.deepEqual([made.interventions?.[0]?.bot, made.interventions?.[0]?.thoughts], [true, [2]]);
  const ids = ablationVariants(
    {
      protocol: 'origin',
      arm: arm({ name: 'zero' }),
      donors: 1,
      sets: parseThoughtSets('singles', THOUGHTS),
    },
    problem,
    THOUGHTS,
  ).map(({ id }) => id);
  assert.deepEqual(ids.slice(0, 2), ['baseline', 'zero:1']);
  assert.deepEqual(ids.slice(-5), ['truncate:0', 'truncate:1', 'truncate:2', 'truncate:3', 'truncate:4']);
});

test('Of several donors measures are means, and a flip is one of more than half', () => {
  const answered = (answer: number, goldLogProb: number): RolloutRecord => ({
    problem_id: 'p',
    variant: '',
    tokens: [answer],
    text: '',
    predicted_answer: answer,
    correct: answer === 12,
    truncated: false,
    scores: { gold_log_prob: goldLogProb, margin: 0, kl_from_baseline: 0 },
    warnings: [],
  });
  const settings = {
    protocol: 'official' as const,
    arm: arm({ name: 'resample', reference: 'r', donors: () => [1, 2, 3] }),
    donors: 3,
    sets: [PAIR],
  };
  const found = (wrong: number) =>
    problemAblations({ ...problem, difficulty: '3-step' }, settings, THOUGHTS, (id) => {
      const donor = Number(id.split('#')[1] ?? 0);
      return donor > 0 && donor <= wrong ? answered(5, -3 - donor) : answered(12, -1);
    }).token_ablations[0];
  assert.deepEqual([found(1)?.importance, found(2)?.importance], [0, 1]);
  assert.equal(found(2)?.gold_log_prob, (-4 - 5 - 1) / 3);
  assert.equal(found(2)?.gold_log_prob_drop, -1 - (-4 - 5 - 1) / 3);
  assert.deepEqual(
    found(1)?.donors?.map(({ correct }) => correct),
    [false, true, true],
  );
});

test('Donors have another answer, are the same for a problem, and differ between problems', async () => {
  const dataset = await createDataset({ source: 'gsm-mini', perLevel: 5 });
  const choice = { from: 'gsm-mini', problems: 60, seed: 1 } as const;
  const problems = await fittingProblems(choice, dataset);
  assert.equal(problems.length, 60);
  const measured = new Set(dataset.problems.map(({ question }) => question));
  assert.ok(
    problems.every(({ question }) => !measured.has(question)),
    'nothing that is measured is fitted on',
  );
  const donors = donorsFor({ problems }, 10, 3);
  const drawn = dataset.problems.map((each) => {
    const numbers = donors(each);
    assert.equal(new Set(numbers).size, 10);
    assert.ok(numbers.every((number) => problems[number - 1]?.answer !== each.answer));
    assert.deepEqual(numbers, donors(each));
    return numbers.join();
  });
  assert.ok(new Set(drawn).size > 15);
  assert.throws(
    () => donorsFor({ problems: problems.slice(0, 3) }, 10, 3)(problem),
    (error) => error instanceof AnalysisError && /ask for fewer donors/.test(error.message),
  );
});

const names = (text: string, thoughts = 6): string[] => parseThoughtSets(text, thoughts).map(setName);

test('Of n thoughts there are n singles, n over 2 pairs, n over 3 triplets and 2^n - 1 sets', () => {
  assert.deepEqual(names('singles'), ['1', '2', '3', '4', '5', '6']);
  assert.deepEqual(names('pairs', 3), ['1+2', '1+3', '2+3']);
  assert.deepEqual(names('triplets', 4), ['1+2+3', '1+2+4', '1+3+4', '2+3+4']);
  assert.deepEqual([names('pairs').length, names('triplets').length, names('lattice').length], [15, 20, 63]);
  assert.equal(new Set(names('lattice')).size, 63);
  assert.deepEqual(names('lattice', 3), ['1', '2', '3', '1+2', '1+3', '2+3', '1+2+3']);
  assert.deepEqual(names('all', 4), ['1+2+3+4']);
});

test('A list has each set once, in the order named, its thoughts in ascending order', () => {
  assert.deepEqual(names('4+3, 1,3+4,all,1+1'), ['3+4', '1', '1+2+3+4+5+6']);
  assert.deepEqual(names('6,singles'), ['6', '1', '2', '3', '4', '5']);
});

test('A model with fewer thoughts has fewer sets, and may have none of a size', () => {
  assert.deepEqual(names('singles', 1), ['1']);
  assert.deepEqual(names('pairs', 1), []);
});

test('A thought that the model does not have is refused with the range', () => {
  for (const [text, thought] of [
    ['7', 7],
    ['1,0', 0],
    ['2+9', 9],
  ] as const) {
    assert.throws(
      () => parseThoughtSets(text, 6),
      (error) =>
        error instanceof AnalysisError &&
        error.code === 'BAD_ARGUMENT' &&
        error.message === `sets names thought ${thought}; the model has thoughts 1 to 6.`,
    );
  }
});

test('Anything else is refused with what is known', () => {
  for (const text of ['', 'single', '1+', '+1', '1-3', '1.5', 'pairs,,all', 'PAIRS', '-1']) {
    assert.throws(
      () => parseThoughtSets(text, 6),
      /; use singles, pairs, triplets, all, lattice, or sets of thoughts such as 1,3\+4\./,
      text,
    );
  }
});

test('Names that every object has are no sets', () => {
  for (const text of ['constructor', 'toString', '__proto__'])
    assert.throws(() => parseThoughtSets(text, 6), text);
});
