/** Rows that a page key moves by. */
const PAGE = 10;

/** The row that a key leads to from row `here` of `count`; null for keys that do not move. */
export function nextPlace(key: string, here: number, count: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE,
    PageUp: -PAGE,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, here + step));
}
