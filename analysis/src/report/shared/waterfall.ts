/** One bar of a waterfall: from where the one before ended to where the next begins. */
export interface WaterfallBar {
  readonly name: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** The bars of parts that lead from 0 to their sum, and the bar of the sum. */
export function waterfallBars(
  steps: readonly { readonly name: string; readonly value: number }[],
  totalName: string,
): WaterfallBar[] {
  let level = 0;
  const bars = steps.map(({ name, value }) => {
    const from = level;
    level += value;
    return { name, value, from, to: level };
  });
  return [...bars, { name: totalName, value: level, from: 0, to: level }];
}
