import { fixed } from '../summary/index.js';
import { GRID, INK } from './palette.js';

/** A tick's number without the noise of binary fractions, with a real minus sign, in no locale. */
export function tickText(value: number | string): string {
  return String(Number(Number(value).toPrecision(10))).replace('-', '\u2212');
}

/** The ticks of an axis with as many decimals as the finest of them needs. */
function alignedTick(value: number | string, _index: number, ticks: readonly { value: number }[]): string {
  const decimals = ticks.map((tick) => (tickText(tick.value).split('.')[1] ?? '').length);
  return fixed(Number(value), Math.max(0, ...decimals));
}

/** A linear axis with a title. */
export function linearAxis(
  title: string,
  range: { min?: number; max?: number; suggestedMin?: number; suggestedMax?: number } = {},
  ticks = 6,
) {
  return {
    type: 'linear' as const,
    ...range,
    title: { display: title !== '', text: title, color: INK, font: { size: 11 }, padding: 4 },
    grid: { color: GRID, lineWidth: 0.8, tickLength: 4 },
    border: { color: INK, width: 0.8 },
    ticks: { color: INK, font: { size: 10 }, maxTicksLimit: ticks, maxRotation: 0, callback: alignedTick },
  };
}
