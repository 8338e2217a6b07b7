/** Steps (one column total meets one arrangement of a row) that may be taken: about a second. */
const LARGEST_STEP_COUNT = 1_000_000;

/**
 * The chance that column sums are as unequal as seen when every row deals its ones out over the columns at random:
 * P(sum C^2 >= observed). Row sums stay, so Q grows with sum C^2 alone.
 *
 * Columns are exchangeable, so the distribution of the sorted column sums is carried from row to row; there are few
 * of them where the arrangements themselves are beyond number (20^50 for 50 rows of six).
 */
export function exactColumnSpread(
  rowSums: readonly number[],
  width: number,
  observed: number,
): { readonly p: number; readonly reason: null } | { readonly p: null; readonly reason: string } {
  const radix = rowSums.length + 1;
  const tooMany = {
    p: null,
    reason: `too many arrangements of ${rowSums.length} cases under ${width} conditions`,
  };
  if (radix ** width > Number.MAX_SAFE_INTEGER) return tooMany;
  let chances = new Map<number, number>([[0, 1]]);
  let steps = 0;
  for (const ones of rowSums) {
    const choices = subsets(width, ones);
    steps += chances.size * choices.length;
    if (steps > LARGEST_STEP_COUNT) return tooMany;
    const next = new Map<number, number>();
    for (const [key, chance] of chances) {
      const sums = decode(key, radix, width);
      for (const choice of choices) {
        const dealt = sums.slice();
        for (const column of choice) dealt[column] = (dealt[column] ?? 0) + 1;
        const dealtKey = encode(dealt, radix);
        next.set(dealtKey, (next.get(dealtKey) ?? 0) + chance / choices.length);
      }
    }
    chances = next;
  }
  let p = 0;
  for (const [key, chance] of chances) {
    const squares = decode(key, radix, width).reduce((total, count) => total + count * count, 0);
    if (squares >= observed) p += chance;
  }
  return { p: Math.min(1, p), reason: null };
}

/** Column sums as one number, largest first: equal for all orders of the columns. */
function encode(sums: number[], radix: number): number {
  return sums.sort((a, b) => b - a).reduce((key, count) => key * radix + count, 0);
}

function decode(key: number, radix: number, width: number): number[] {
  const sums: number[] = [];
  for (let rest = key; sums.length < width; rest = Math.floor(rest / radix)) sums.push(rest % radix);
  return sums;
}

/** All sets of `size` of the columns 0..width-1. */
function subsets(width: number, size: number): number[][] {
  let sets: number[][] = [[]];
  for (let member = 0; member < size; member++) {
    sets = sets.flatMap((set) => {
      const first = (set.at(-1) ?? -1) + 1;
      return Array.from({ length: width - first }, (_, offset) => [...set, first + offset]);
    });
  }
  return sets;
}
