import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attentionInShort, importanceInShort } from './in-short.js';
import type { ThoughtSummary } from './schema.js';

/** Facts with these flips of 50 problems, and these counts of problems right only without, only with thoughts. */
function facts(flips: number[], [onlyNone, onlyAll, p]: [number, number, number]) {
  return {
    per_thought: Object.fromEntries(
      flips.map((count, index) => [`thought_${index + 1}`, { flips: count } as ThoughtSummary]),
    ),
    truncation: { accuracy: {}, none_against_all: { only_none: onlyNone, only_all: onlyAll, p } },
    num_problems: { total: 60, analysed: 50 },
  };
}

test('RQ1 in short names the thought that breaks most, and those that break none', () => {
  assert.equal(
    importanceInShort(facts([5, 20, 0, 0], [1, 40, 1e-9])),
    'In short: the model needs its thoughts; ablating thought 2 breaks most right answers (40 %), ablating thoughts 3 and 4 none.',
  );
});

test('RQ1 in short does not claim a need that the truncation curve does not show', () => {
  assert.match(importanceInShort(facts([1, 0], [5, 4, 1])), /does not show that the model needs its thoughts/);
  assert.match(importanceInShort(facts([1, 0], [40, 1, 1e-9])), /does not show that the model needs/);
  assert.match(importanceInShort(facts([0, 0], [1, 40, 1e-9])), /needs its thoughts, but no single one alone/);
});

test('RQ2 in short follows from the verdict, not from the pooled correlation', () => {
  assert.match(attentionInShort('between_positions_only', 7), /at layer 7 .*does not tell whether it matters/);
  assert.match(attentionInShort('opposite_within_positions', 7), /does not tell .*the sign|sign is the opposite/);
  assert.match(attentionInShort('within_positions_too', 7), /go together.*not yet a cause/);
});
