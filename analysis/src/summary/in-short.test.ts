import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attentionInShort, importanceInShort } from './in-short.js';
import type { ThoughtSummary } from './schema.js';

type Comparisons = Parameters<typeof importanceInShort>[0]['thought_comparisons'];

/** Facts with these flips of so many problems, and counts of problems right only without, only with thoughts. */
function facts(
  flips: number[],
  [onlyNone, onlyAll, p]: [number, number, number],
  analysed = 50,
  told: [number, number][] = [],
) {
  return {
    per_thought: Object.fromEntries(
      flips.map((count, index) => [`thought_${index + 1}`, { flips: count } as ThoughtSummary]),
    ),
    thought_comparisons: told.map((thoughts): Comparisons[number] => ({
      thoughts,
      only_first: 0,
      only_second: 9,
      p: 0.001,
      p_holm: 0.01,
    })),
    thought_omnibus: {
      q: 30,
      degrees: flips.length - 1,
      p: 1e-6,
      exact_p: null,
      exact_reason: 'too many',
      n: analysed,
      informative: 20,
      reason: null,
    },
    truncation: { accuracy: {}, none_against_all: { only_none: onlyNone, only_all: onlyAll, p } },
    num_problems: { total: analysed + 10, analysed },
  };
}

test('RQ1 in short names the thought that flips most with its count, what it is not told from, and those that flip none', () => {
  assert.equal(
    importanceInShort(
      facts([5, 20, 0, 0], [1, 40, 1e-9], 50, [
        [2, 3],
        [2, 4],
      ]),
    ),
    'In short: the model needs its thoughts; ablating thought 2 flips the most answers (20 of 50, 40 %), ' +
      'not told apart from thought 1; ablating thoughts 3 and 4, each alone, flips none.',
  );
  assert.match(
    importanceInShort(facts([9, 9], [1, 40, 1e-9])),
    /thoughts 1 and 2, each alone, flips the most/,
  );
});

test('RQ1 in short does not claim a need that the truncation curve does not show', () => {
  assert.match(
    importanceInShort(facts([1, 0], [5, 4, 1])),
    /does not show that the model needs its thoughts/,
  );
  assert.match(importanceInShort(facts([1, 0], [40, 1, 1e-9])), /does not show that the model needs/);
  assert.match(
    importanceInShort(facts([0, 0], [1, 40, 1e-9])),
    /needs its thoughts; ablating any single one flips no/,
  );
});

test('RQ2 in short follows from the verdict, and says what other layers and the drop show after adjustment', () => {
  const quiet = [{ layer: 4, flips: 0.2, flips_holm: 0.2, drops: 0.3, drops_holm: 0.3 }];
  assert.match(
    attentionInShort('between_positions_only', 7, quiet, 85),
    /at layer 7 .*no association inside problems and positions was found/,
  );
  assert.match(
    attentionInShort('no_association', 7, quiet, 85),
    /no layer that was read shows an association after Holm/,
  );
  const loud = [{ layer: 4, flips: 0.01, flips_holm: 0.01, drops: 0.001, drops_holm: 0.001 }];
  assert.match(
    attentionInShort('no_association', 7, loud, 85),
    /remains after Holm adjustment at layer 4 \(flips and log-probability drops\)/,
  );
});

test('with a handful of problems nothing is concluded', () => {
  assert.match(importanceInShort(facts([1, 0], [1, 4, 0.01], 8)), /8 problems are too few to conclude/);
  assert.match(attentionInShort('within_positions_too', 7, [], 8), /too few to conclude/);
});
