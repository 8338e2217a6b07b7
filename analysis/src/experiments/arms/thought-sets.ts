import { badSetting } from '../../words/errors.js';
import { thoughtsUpTo, type ThoughtNumber } from '../../words/thought.js';

/** A set of thoughts that are changed together, in ascending order, not empty. */
export type ThoughtSet = readonly ThoughtNumber[];

/** Its name in variant ids: "1+3". */
export function setName(set: ThoughtSet): string {
  return set.join('+');
}

/** All sets of `size` of the thoughts 1..count, in lexicographic order. */
function setsOfSize(size: number, count: number): ThoughtSet[] {
  let sets: ThoughtSet[] = [[]];
  for (let member = 0; member < size; member++) {
    sets = sets.flatMap((set) =>
      thoughtsUpTo(count)
        .filter((thought) => thought > (set.at(-1) ?? 0))
        .map((thought) => [...set, thought]),
    );
  }
  return sets;
}

const SIZES: ReadonlyMap<string, number> = new Map([
  ['singles', 1],
  ['pairs', 2],
  ['triplets', 3],
]);

/**
 * Reads a list such as "singles,all", "pairs", "lattice" (every non-empty set) or "1,3+4" into sets, each once, in
 * the order named. Throws `BAD_ARGUMENT` for anything else.
 */
export function parseThoughtSets(text: string, count: number): ThoughtSet[] {
  const sets = new Map<string, ThoughtSet>();
  for (const part of text.split(',').map((each) => each.trim())) {
    for (const set of setsOfPart(part, count)) sets.set(setName(set), set);
  }
  return [...sets.values()];
}

function setsOfPart(part: string, count: number): ThoughtSet[] {
  const size = SIZES.get(part);
  if (size !== undefined) return setsOfSize(size, count);
  if (part === 'all') return [thoughtsUpTo(count)];
  if (part === 'lattice') return thoughtsUpTo(count).flatMap((members) => setsOfSize(members, count));
  if (/^\d+(\+\d+)*$/.test(part)) {
    const numbers = [...new Set(part.split('+').map(Number))].sort((a, b) => a - b);
    const outside = numbers.find((number) => number < 1 || number > count);
    if (outside === undefined) return [numbers as ThoughtNumber[]];
    throw badSetting('sets', `names thought ${outside}; the model has thoughts 1 to ${count}.`);
  }
  throw badSetting(
    'sets',
    `has "${part}"; use singles, pairs, triplets, all, lattice, or sets of thoughts such as 1,3+4.`,
  );
}
