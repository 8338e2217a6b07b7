import type { WaterfallStep } from '../../words/figure.js';
import { fixed } from '../../words/notation.js';

/** The bars of parts that lead from 0 to their sum, each from where the one before ended, and the bar of the sum. */
export function waterfallSteps(
  parts: readonly { readonly name: string; readonly value: number }[],
  totalName: string,
): WaterfallStep[] {
  let level = 0;
  const steps = parts.map(({ name, value }): WaterfallStep => {
    const from = level;
    level += value;
    return { name, from, to: level, label: [signed(value)], total: false, beside: null };
  });
  return [
    ...steps,
    { name: totalName, from: 0, to: level, label: [signed(level)], total: true, beside: null },
  ];
}

/** "+0.50", "−3.00". */
function signed(value: number): string {
  return value < 0 ? fixed(value, 2) : `+${fixed(value, 2)}`;
}
