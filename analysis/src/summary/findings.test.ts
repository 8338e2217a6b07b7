import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Association, LayerAssociation } from './association-schema.js';
import { attentionFindings } from './findings-attention.js';
import { importanceFindings } from './findings-importance.js';
import { summaryOf } from './fixtures/summary-of.js';
import { syntheticResults } from './fixtures/synthetic-results.js';
import { layerTests } from './layer-tests.js';
import type { Summary } from './schema.js';
import { conditionalP, verdictOf, verdictSentence } from './verdict.js';

const NOT_RUN = { interval_95: null, interval_reason: 'not run' };

/** An association of which only what the verdict reads is set: pooled, conditional (of ranks), within positions. */
function association(
  pooled: [number, number],
  conditional: [number, number | null],
  withinP: number | null = 0.5,
): Association {
  const correlation = ([r, p]: [number, number]) => ({ r, p, n: 600, reason: null });
  const permuted = (p: number | null) => ({
    ...NOT_RUN,
    permutation_p: p,
    permutation_reason: p === null ? 'not run' : null,
  });
  const inside = { ...correlation([conditional[0], conditional[1] ?? 1]), ...permuted(conditional[1]) };
  return {
    ...correlation(pooled),
    ...NOT_RUN,
    spearman: correlation(pooled),
    within_position: {
      ...correlation([0.2, 0.5]),
      ...permuted(withinP),
      slot_permutation_p: withinP,
      slope: null,
    },
    within_problem: { ...correlation(pooled), permutation_p: 0.001, permutation_reason: null },
    conditional: { ...inside, slope: 1 },
    conditional_ranks: { ...inside, slope: null },
    equivalence: {
      smallest_r: 0.1,
      pairs: 496,
      p: 0.01,
      interval_90: [-0.08, 0.02],
      shown_smaller: true,
      reason: null,
    },
    line: null,
    between_positions: { means: [], r: null, reason: null, line: null },
    clustering: {
      attention_icc: 0.1,
      importance_icc: 0.2,
      design_effect: 1.1,
      effective_pairs: 545,
      reason: null,
    },
    covariance_split: { between: 1.1, within: -0.1, reason: null },
    without_strongest_position: { thought: 6, r: -0.11, p: 0.014, n: 500, reason: null },
    leave_one_thought_out: [],
  };
}

const ARTEFACT =
  /is a difference between positions, not evidence that a thought which gets more attention matters more/;

test("the origin's numbers give the verdict that positions differ, with the sign inside them named", () => {
  const origin = association([0.187, 3.8e-6], [-0.059, 0.16]);
  assert.equal(verdictOf(origin), 'opposite_within_positions');
  const sentence = verdictSentence(origin, 'Layer 14');
  assert.match(sentence, /pooled r = 0\.19 \(naive p = 3\.8 × 10⁻⁶\)/);
  assert.match(sentence, ARTEFACT);
  assert.match(
    sentence,
    /the sign is the opposite and not told from zero, conditional r = \u22120\.06 \(ranks, permutation p = 0\.160\)/,
  );
});

test('an opposite sign that is told from zero is said to be a relation', () => {
  const sentence = verdictSentence(association([0.3, 1e-14], [-0.2, 0.001]), 'Layer 14');
  assert.match(sentence, ARTEFACT);
  assert.match(sentence, /the sign is the opposite, conditional r = \u22120\.20 .*This is an association/);
});

test('a pooled p alone never carries a verdict', () => {
  const position = association([0.3, 1e-14], [0.03, 0.5]);
  assert.equal(verdictOf(position), 'between_positions_only');
  assert.match(verdictSentence(position, 'Layer 14'), ARTEFACT);
});

test('a relation between problems is no relation inside them, whatever the within-position tests find', () => {
  const problems = association([0.3, 1e-14], [0.03, 0.5], 0.0005);
  assert.equal(verdictOf(problems), 'between_problems_only');
  assert.match(
    verdictSentence(problems, 'Layer 14'),
    /is not evidence .* one between problems, as when hard/,
  );
  const weak = association([0.03, 0.4], [0.03, 0.5], 0.0005);
  assert.match(
    verdictSentence(weak, 'Layer 14'),
    /is not told from zero, and what there is of it is not evi/,
  );
});

test('an association that holds inside problems and positions is called one, and not a cause', () => {
  const both = association([0.3, 1e-14], [0.2, 0.0005]);
  assert.equal(verdictOf(both), 'within_positions_too');
  assert.doesNotMatch(verdictSentence(both, 'Layer 14'), ARTEFACT);
  assert.match(verdictSentence(both, 'Layer 14'), /This is an association/);
});

test('of flips the conditional logistic regression has to agree; where it has no value the permutation decides', () => {
  const both = association([0.3, 1e-14], [0.2, 0.0005]);
  const logistic = (p: number | null) => ({
    coefficient: p,
    standard_error: p,
    z: p,
    p,
    interval_95: null,
    deviation: p,
    odds_ratio: p,
    informative: 20,
    left_out: [],
    reason: null,
  });
  const withLogistic = (p: number | null) => ({ ...both, conditional_logistic_ranks: logistic(p) });
  assert.equal(conditionalP(withLogistic(0.2)), 0.2);
  assert.equal(verdictOf(withLogistic(0.2)), 'between_positions_only');
  assert.equal(verdictOf(withLogistic(0.01)), 'within_positions_too');
  assert.equal(verdictOf(withLogistic(null)), 'within_positions_too');
});

test('opposite signs that are not told from zero are no finding', () => {
  assert.equal(verdictOf(association([0.02, 0.69], [-0.06, 0.36])), 'no_association');
  assert.equal(verdictOf(association([0.3, 1e-14], [-0.06, 0.36])), 'opposite_within_positions');
});

test('without a pooled association the conditional one still counts', () => {
  assert.equal(verdictOf(association([0.02, 0.6], [0.2, 0.0005])), 'within_positions_only');
  assert.equal(verdictOf(association([0.02, 0.6], [0.01, 0.8])), 'no_association');
});

test('what cannot be computed is no evidence, and the reason is said', () => {
  const constant = { r: null, p: null, n: 600, reason: 'y is constant' };
  const base = association([0.3, 1e-14], [0.2, null]);
  assert.equal(verdictOf({ ...base, ...constant }), 'undefined');
  assert.match(verdictSentence({ ...base, ...constant }, 'Layer 14'), /undefined \(y is constant\)/);
  const inside = {
    ...base.conditional_ranks,
    ...constant,
    reason: 'x is constant within rows and positions',
  };
  const noInside = { ...base, conditional_ranks: inside };
  assert.equal(verdictOf(noInside), 'undefined');
  assert.match(verdictSentence(noInside, 'Layer 14'), /is not evidence .* cannot be checked/);
});

test('a negative pooled r is spoken of as less attention', () => {
  const sentence = verdictSentence(association([-0.3, 1e-14], [0.1, 0.2]), 'Layer 14');
  assert.match(sentence, /not evidence that a thought which gets less attention matters more/);
});

test('RQ2 gives the late layer a verdict, the split, equivalence, the continuous measure, and the others without one', () => {
  const none = { coefficient: null, standard_error: null, z: null, p: null, interval_95: null };
  const unfitted = {
    ...none,
    deviation: null,
    odds_ratio: null,
    informative: 0,
    left_out: [],
    reason: 'no row',
  };
  const layer = (pooled: [number, number], p: number): LayerAssociation => ({
    ...association(pooled, [-0.06, p]),
    auc: { auc: 0.6, p: 0.01, positives: 60, negatives: 540, ...NOT_RUN, reason: null },
    conditional_logistic: unfitted,
    conditional_logistic_ranks: unfitted,
    p_note: '',
    gold_log_prob_drop: association([0.25, 1e-9], [0.02, 0.7]),
  });
  const layers = { layer_4: layer([-0.008, 0.84], 0.02), layer_14: layer([0.19, 3.8e-6], 0.2) };
  const tests = layerTests(layers);
  assert.deepEqual(tests, [
    { layer: 4, flips: 0.02, flips_holm: 0.04, drops: 0.7, drops_holm: 1 },
    { layer: 14, flips: 0.2, flips_holm: 0.2, drops: 0.7, drops_holm: 1 },
  ]);
  const sentences = attentionFindings(layers, tests, 14);
  assert.match(sentences[0] ?? '', /^Attention and flips, layer 14: the pooled r = 0\.19/);
  assert.equal(
    sentences[1],
    'Of the pooled covariance 110 % lies between positions and \u221210 % within them; without thought 6, ' +
      'which contributes most, pooled r = \u22120.11 (naive p = 0.014).',
  );
  assert.match(sentences[2] ?? '', /correlation with flips as large as 0\.1 is ruled out/);
  assert.match(
    sentences[3] ?? '',
    /^Attention and drop of gold log-probability, layer 14: .*pooled r = 0\.25/,
  );
  assert.match(
    sentences.at(-1) ?? '',
    /^For comparison, flips in layer 4: .*Holm-adjusted over 2 layers p = 0\.040/,
  );
});

function madeSummary(importance: number[], change: (summary: Summary) => void = () => undefined): Summary {
  const { ablation, attention } = syntheticResults({ problems: 40, importance });
  const summary = summaryOf(ablation, attention, { resamples: 50 });
  change(summary);
  return summary;
}

test('RQ1 names the most important thought with its interval, and those it cannot be told from', () => {
  const summary = madeSummary([1, 0, 0], ({ truncation }) => {
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
    findings.at(-1) ?? '',
    /^Right answers with no thought run: .* with all 3: .* So the thoughts together are needed/,
  );
});

test('RQ1 does not rank thoughts that the data cannot tell apart', () => {
  const findings = importanceFindings(madeSummary([1, 1, 0]));
  assert.match(findings[0] ?? '', /^Thoughts 1 and 2 each flip the most answers/);
  assert.match(findings[1] ?? '', /more answers than thought 3, but cannot be told from thought 2/);
});

test('RQ1 says so when nothing flips, when no truncation was run, and when the thoughts are not needed', () => {
  const none = importanceFindings(madeSummary([0, 0]));
  assert.match(none[0] ?? '', /flipped none of the 40 answers \(95 % interval of each rate: 0 to 8\.8 %\)/);
  const open = importanceFindings(
    madeSummary([0.5, 0], (summary) => {
      summary.truncation = { accuracy: {}, none_against_all: null };
    }),
  );
  assert.match(open.at(-1) ?? '', /truncation curve was not run/);
  const idle = importanceFindings(
    madeSummary([0.5, 0], ({ truncation }) => {
      truncation.none_against_all = { only_none: 2, only_all: 3, p: 1 };
    }),
  );
  assert.match(idle.at(-1) ?? '', /the curve does not show that the thoughts are needed/);
});
