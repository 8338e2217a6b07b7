import { wilson95 } from '../../statistics/index.js';
import { percent } from '../../summary/index.js';

/** So many of so many. */
export interface Count {
  readonly hits: number;
  readonly n: number;
}

/** Fewer problems than this say nothing about a claim. */
export const FEWEST = 5;

/** How many of the items are hits. */
export function count<T>(items: readonly T[], hit: (item: T) => boolean): Count {
  return { hits: items.filter(hit).length, n: items.length };
}

/** Wilson's 95 % interval; the whole range where there is nothing. */
export function interval({ hits, n }: Count): readonly [number, number] {
  return wilson95(hits, n).interval ?? [0, 1];
}

/** "60 of 63 (95.2 %, 95 % interval 86.9 to 98.4 %)". */
export function countText(counted: Count): string {
  const { hits, n } = counted;
  if (n === 0) return 'none to count';
  const [low, high] = interval(counted);
  return `${hits} of ${n} (${percent(hits / n)}, 95 % interval ${percent(low).slice(0, -2)} to ${percent(high)})`;
}
