import { z } from 'zod';

import { intervalSchema, reasonSchema } from '../estimates/fields.js';
import { adjustDefined } from '../estimates/significance.js';
import { equivalentMeans } from '../statistics/equivalence.js';
import { holm } from '../statistics/multiple-testing.js';
import { mcnemarExact } from '../statistics/rates.js';
import { entryAt } from '../words/required.js';
import type { ThoughtNumber } from '../words/thought.js';
import type { AnalysedProblem } from './match-problems.js';

/** Two thoughts compared on the same problems. */
export const thoughtComparisonSchema = z.object({
  thoughts: z.tuple([z.number().int(), z.number().int()]),
  /** Problems that only the first, only the second flips. */
  only_first: z.number().int(),
  only_second: z.number().int(),
  /** Exact McNemar, and Holm-adjusted over all pairs of thoughts. */
  p: z.number(),
  p_holm: z.number(),
});

type ThoughtComparison = z.infer<typeof thoughtComparisonSchema>;

/** Every two thoughts on the same problems: exact McNemar, Holm-adjusted over all pairs. */
export function compareThoughts(
  problems: readonly AnalysedProblem[],
  thoughts: readonly number[],
): ThoughtComparison[] {
  const pairs = thoughts.flatMap((first) =>
    thoughts.filter((second) => second > first).map((second): [number, number] => [first, second]),
  );
  const compared = pairs.map(([first, second]) => {
    const only = (one: number, other: number): number =>
      problems.filter(({ flips }) => flips[one - 1] === 1 && flips[other - 1] === 0).length;
    const onlyFirst = only(first, second);
    const onlySecond = only(second, first);
    return {
      thoughts: [first, second] as [number, number],
      onlyFirst,
      onlySecond,
      p: mcnemarExact(onlyFirst, onlySecond),
    };
  });
  const adjusted = holm(compared.map(({ p }) => p));
  return compared.map(({ thoughts: pair, onlyFirst, onlySecond, p }, index) => ({
    thoughts: pair,
    only_first: onlyFirst,
    only_second: onlySecond,
    p,
    p_holm: entryAt(adjusted, index, 'the test of a pair'),
  }));
}

/** Two one-sided t tests that the mean drop of a thought lies inside +-smallest_drop. */
export const smallestDropSchema = z.object({
  thought: z.number().int(),
  smallest_drop: z.number(),
  mean: z.number().nullable(),
  /** The larger of the two one-sided p, and Holm-adjusted over the thoughts. */
  p: z.number().nullable(),
  p_holm: z.number().nullable(),
  interval_90: intervalSchema.nullable(),
  /** p_holm < 0.05: ablating the thought is shown to cost less than would matter. Null where it cannot be said. */
  shown_smaller: z.boolean().nullable(),
  reason: reasonSchema,
});

/** Whether a thought's mean drop is shown to be too small to matter. */
export type SmallestDrop = z.infer<typeof smallestDropSchema>;

/** The equivalence tests of all thoughts' mean drops. */
export function smallestDrops(
  problems: readonly AnalysedProblem[],
  thoughts: readonly ThoughtNumber[],
  smallest: number,
): SmallestDrop[] {
  const tests = thoughts.map((thought) =>
    equivalentMeans(
      problems.map(({ drops }) => entryAt(drops, thought - 1, 'the drop of a thought')),
      { low: -smallest, high: smallest },
    ),
  );
  const family = adjustDefined(
    tests.map(({ p }) => p),
    holm,
  );
  return tests.map(({ estimate, p, interval, reason }, index) => {
    const adjusted = entryAt(family, index, 'the test of a thought');
    return {
      thought: index + 1,
      smallest_drop: smallest,
      mean: estimate,
      p,
      p_holm: adjusted,
      interval_90: interval === null ? null : [...interval],
      shown_smaller: adjusted === null ? null : adjusted < 0.05,
      reason,
    };
  });
}
