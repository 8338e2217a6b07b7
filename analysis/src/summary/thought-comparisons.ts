import { holm } from '../statistics/multiple-testing.js';
import { mcnemarExact } from '../statistics/rates.js';
import { entryAt } from '../words/required.js';
import type { AnalysedProblem } from './match-problems.js';
import type { ThoughtComparison } from './schema.js';

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
