import type { NumberForm } from '../../words/figure.js';
import { correlationText, fixed, percent } from '../../words/notation.js';

/** Stands where there is no value. */
export const NO_VALUE = '–';

/** A value without its unit, but with the percent sign: for cells, labels and ends of intervals. */
export function plainNumber(value: number | null, { unit, decimals }: NumberForm): string {
  if (value === null) return NO_VALUE;
  if (unit === 'percent') return decimals === 1 ? percent(value) : `${fixed(100 * value, decimals)} %`;
  return unit === 'r' && decimals === 2 ? correlationText(value) : fixed(value, decimals);
}

/** A value in its unit, such as "21.2 %", "0.75 nats" or "r = 0.14". */
export function numberText(value: number | null, form: NumberForm): string {
  const text = plainNumber(value, form);
  if (value === null) return text;
  if (form.unit === 'nats' || form.unit === 'logits') return `${text} ${form.unit}`;
  return form.unit === 'r' ? `r = ${text}` : text;
}

/** An interval, such as "95 % interval 13.8 to 31 %"; null where there is none. */
export function intervalText(low: number | null, high: number | null, form: NumberForm): string | null {
  if (low === null || high === null) return null;
  const from = plainNumber(low, form);
  return `95 % interval ${from.replace(' %', '')} to ${plainNumber(high, form)}`;
}

/** The text of a tick, without the noise of binary fractions. */
export function tickText(value: number, { unit }: NumberForm): string {
  if (unit === 'percent') return `${tickText(100 * value, { unit: 'count', decimals: 0 })} %`;
  return String(Number(value.toPrecision(10))).replace('-', '\u2212');
}

/** A share as "3", "<1" or "0" percent, for cells that have little room. */
export function shortPercent(share: number | null): string {
  if (share === null) return NO_VALUE;
  if (share > 0 && share < 0.005) return '<1';
  return fixed(100 * share, 0);
}

/** A number with fixed decimals; a dash where there is none. */
export function fixedText(value: number | null, decimals: number): string {
  return value === null ? NO_VALUE : fixed(value, decimals);
}

/** An answer as people write it; a dash where the model gave none. */
export function answerText(value: number | null): string {
  return value === null ? NO_VALUE : fixed(value, Number.isInteger(value) ? 0 : 2);
}
