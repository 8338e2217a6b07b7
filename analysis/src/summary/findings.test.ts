import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attentionFindings, verdictOf, verdictSentence } from './findings-attention.js';
import { importanceFindings } from './findings-importance.js';
import { syntheticResults } from './fixtures/synthetic-results.js';
import type { Association, LayerAssociation, Summary } from './schema.js';
import { summarise } from './summarise.js';

/** An association of which only what the verdict reads is set. */
function association(
  pooled: [number, number],
  within: [number, number],
  permutationP: number | null,
): Association {
  const correlation = ([r, p]: [number, number]) => ({ r, p, n: 600, reason: null });
  return {
    ...correlation(pooled),
    interval_95: null,
    interval_reason: 'not run',
    spearman: correlation(pooled),
    within_position: {
      ...correlation(within),
      interval_95: null,
      interval_reason: 'not run',
      permutation_p: permutationP,
      permutation_reason: permutationP === null ? 'not run' : null,
      slot_permutation_p: permutationP,
    },
    within_problem: { ...correlation(within), permutation_p: null, permutation_reason: 'not run' },
    covariance_split: { between: 1.1, within: -0.1, reason: null },
    without_strongest_position: { thought: 6, r: -0.11, p: 0.014, n: 500, reason: null },
  };
}

const ARTEFACT =
  /is a difference between positions, not evidence that a thought which gets more attention matters more/;

test("the origin's numbers give the verdict that positions differ, with the sign inside them named", () => {
  const origin = association([0.187, 3.8e-6], [-0.059, 0.15], 0.16);
  assert.equal(verdictOf(origin), 'opposite_within_positions');
  const sentence = verdictSentence(origin, 'Layer 14');
  assert.match(sentence, /pooled r = 0\.19 \(naive p = 3\.8 × 10⁻⁶\)/);
  assert.match(sentence, ARTEFACT);
  assert.match(
    sentence,
    /the sign is the opposite, within-position r = \u22120\.06 \(permutation p = 0\.160\)/,
  );
});

test('a pooled r that is not told from zero is said to be so, also where its sign is not that within', () => {
  const sentence = verdictSentence(association([0.05, 0.3], [-0.1, 0.01], 0.012), 'Layer 14');
  assert.match(
    sentence,
    /is not told from zero, and what there is of it is a difference between positions, not evidence/,
  );
});

test('a pooled p alone never carries a verdict', () => {
  const position = association([0.3, 1e-14], [0.03, 0.46], 0.5);
  assert.equal(verdictOf(position), 'between_positions_only');
  assert.match(verdictSentence(position, 'Layer 14'), ARTEFACT);
});

test('an association that holds within positions is called one, and not a cause', () => {
  const both = association([0.3, 1e-14], [0.2, 1e-6], 0.0005);
  assert.equal(verdictOf(both), 'within_positions_too');
  assert.doesNotMatch(verdictSentence(both, 'Layer 14'), ARTEFACT);
  assert.match(verdictSentence(both, 'Layer 14'), /This is an association/);
});

test('the p of permuted problems outweighs the naive one within positions', () => {
  assert.equal(verdictOf(association([0.3, 1e-14], [0.1, 0.01], 0.2)), 'between_positions_only');
  assert.equal(verdictOf(association([0.3, 1e-14], [0.1, 0.01], null)), 'within_positions_too');
});

test('of the two permutations the one that finds less decides', () => {
  const both = association([0.3, 1e-14], [0.1, 0.01], 0.01);
  const within = { ...both.within_position, slot_permutation_p: 0.2 };
  assert.equal(verdictOf({ ...both, within_position: within }), 'between_positions_only');
});

test('opposite signs that are not told from zero are no finding', () => {
  assert.equal(verdictOf(association([0.02, 0.69], [-0.06, 0.36], 0.36)), 'no_association');
  assert.equal(verdictOf(association([0.3, 1e-14], [-0.06, 0.36], 0.36)), 'opposite_within_positions');
});

test('without a pooled association the within-position one still counts', () => {
  assert.equal(verdictOf(association([0.02, 0.6], [0.2, 1e-6], 0.0005)), 'within_positions_only');
  assert.equal(verdictOf(association([0.02, 0.6], [0.01, 0.8], 0.8)), 'no_association');
});

test('what cannot be computed is no evidence, and the reason is said', () => {
  const constant = { r: null, p: null, n: 600, reason: 'y is constant' };
  const base = association([0.3, 1e-14], [0.2, 1e-6], null);
  assert.equal(verdictOf({ ...base, ...constant }), 'undefined');
  assert.match(verdictSentence({ ...base, ...constant }, 'Layer 14'), /undefined \(y is constant\)/);
  const noWithin = {
    ...base,
    within_position: { ...base.within_position, ...constant, reason: 'x is constant within groups' },
  };
  assert.equal(verdictOf(noWithin), 'undefined');
  assert.match(verdictSentence(noWithin, 'Layer 14'), /is not evidence .* cannot be checked/);
});

test('a negative pooled r is spoken of as less attention', () => {
  const sentence = verdictSentence(association([-0.3, 1e-14], [0.1, 0.01], 0.02), 'Layer 14');
  assert.match(sentence, /not evidence that a thought which gets less attention matters more/);
});

test('RQ2 gives the late layer a verdict, the split, the continuous measure, and the others without one', () => {
  const layer = (pooled: [number, number]): LayerAssociation => ({
    ...association(pooled, [-0.06, 0.1], 0.2),
    p_note: '',
    gold_log_prob_drop: association([0.25, 1e-9], [0.02, 0.6], 0.7),
  });
  const { sentences, verdict } = attentionFindings(
    { layer_4: layer([-0.008, 0.84]), layer_14: layer([0.19, 3.8e-6]) },
    14,
  );
  assert.equal(verdict, 'opposite_within_positions');
  assert.match(sentences[0] ?? '', /^Attention and flips, layer 14: the pooled r = 0\.19/);
  assert.equal(
    sentences[1],
    'Of the pooled covariance 110 % lies between positions and \u221210 % within them; without thought 6, ' +
      'which contributes most, pooled r = \u22120.11 (naive p = 0.014).',
  );
  assert.match(
    sentences[2] ?? '',
    /^Attention and drop of gold log-probability, layer 14: .*pooled r = 0\.25/,
  );
  assert.match(sentences.at(-1) ?? '', /^For comparison, flips in layer 4: pooled r = \u22120\.01/);
});

function summaryOf(importance: number[], change: (summary: Summary) => void = () => undefined): Summary {
  const { ablation, attention } = syntheticResults({ problems: 40, importance });
  const summary = summarise(ablation, attention, { resamples: 50 });
  change(summary);
  return summary;
}

test('RQ1 names the most important thought with its interval, and those it cannot be told from', () => {
  const summary = summaryOf([1, 0, 0], ({ truncation }) => {
    truncation.none_against_all = { only_none: 1, only_all: 25, p: 8e-7 };
  });
  const findings = importanceFindings(summary);
  // Wilson for 40 of 40: 40 / (40 + 1.96^2) = 91.2 %.
  assert.equal(
    findings[0],
    'Thought 1 flips the most answers when ablated (zero at resid_post of layer 8, later thoughts recomputed): ' +
      '40 of 40 (100 %, 95 % interval 91.2 to 100 %).',
  );
  assert.match(findings[1] ?? '', /thought 1 flips more answers than every other thought/);
  assert.match(findings[2] ?? '', /largest mean drop is that of thought 1: .* which agrees with the flips/);
  assert.match(
    findings[3] ?? '',
    /^Right answers with no thought run: .* with all 3: .* So the thoughts together are needed/,
  );
});

test('RQ1 does not rank thoughts that the data cannot tell apart', () => {
  const findings = importanceFindings(summaryOf([1, 1, 0]));
  assert.match(findings[0] ?? '', /^Thoughts 1 and 2 each flip the most answers/);
  assert.match(findings[1] ?? '', /more answers than thought 3, but cannot be told from thought 2/);
});

test('RQ1 says so when nothing flips, when no truncation was run, and when the thoughts are not needed', () => {
  const none = importanceFindings(summaryOf([0, 0]));
  assert.match(none[0] ?? '', /flipped none of the 40 answers \(95 % interval of each rate: 0 to 8\.8 %\)/);
  const open = importanceFindings(
    summaryOf([0.5, 0], (summary) => {
      summary.truncation = { accuracy: {}, none_against_all: null };
    }),
  );
  assert.match(open.at(-1) ?? '', /truncation curve was not run/);
  const idle = importanceFindings(
    summaryOf([0.5, 0], ({ truncation }) => {
      truncation.none_against_all = { only_none: 2, only_all: 3, p: 1 };
    }),
  );
  assert.match(idle.at(-1) ?? '', /the curve does not show that the thoughts are needed/);
});
