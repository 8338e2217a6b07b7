import { fixed, percent } from '../../words/notation.js';
import type { NumberForm } from '../shared/figure.js';

/** A value in its unit, such as "21.2 %" or "0.75 nats"; a dash where there is none. */
export function numberText(value: number | null, { unit, decimals }: NumberForm): string {
  if (value === null) return '–';
  if (unit === 'percent') return percent(value);
  const text = fixed(value, decimals);
  if (unit === 'nats' || unit === 'logits') return `${text} ${unit}`;
  return unit === 'r' ? `r = ${text}` : text;
}

/** A share as "3 %", "<1 %" or "0", for cells that have little room. */
export function shortPercent(share: number | null): string {
  if (share === null) return '–';
  if (share > 0 && share < 0.005) return '<1';
  return fixed(100 * share, 0);
}

/** An answer as people write it; a dash where the model gave none. */
export function answerText(value: number | null): string {
  return value === null ? '–' : fixed(value, Number.isInteger(value) ? 0 : 2);
}
