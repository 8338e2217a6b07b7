import type { NumberForm } from '../../words/figure.js';
import { correlationText, fixed, percent } from '../../words/notation.js';

/** Stands where there is no value. */
export const NO_VALUE = '–';

/** A value as paper writes it, in its form; shares with their percent sign, other units stand in titles. */
export function numberText(value: number | null, { unit, decimals }: NumberForm): string {
  if (value === null) return NO_VALUE;
  if (unit === 'percent') return decimals === 1 ? percent(value) : `${fixed(100 * value, decimals)} %`;
  return unit === 'r' && decimals === 2 ? correlationText(value) : fixed(value, decimals);
}

/** A value as its axis counts: shares in percent. */
export function onAxis(value: number, { unit }: NumberForm): number {
  return unit === 'percent' ? 100 * value : value;
}

/** A tick's number without the noise of binary fractions, with a real minus sign, in no locale. */
export function tickText(value: number): string {
  return String(Number(value.toPrecision(10))).replace('-', '\u2212');
}

/** The ticks of an axis, each with as many decimals as the finest of them needs. */
export function tickTexts(values: readonly number[]): string[] {
  const decimals = values.map((value) => tickText(value).split('.')[1]?.length ?? 0);
  return values.map((value) => fixed(value, Math.max(0, ...decimals)));
}
