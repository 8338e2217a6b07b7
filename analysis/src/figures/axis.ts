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

/** A range that begins and ends on round numbers, a few steps apart; values may stand out by a fifth of a step. */
export function roundRange(
  low: number,
  high: number,
  steps = 4,
): { min: number; max: number; stepSize: number } {
  const rough = Math.max(high - low, Number.MIN_VALUE) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((each) => each * power >= rough) ?? 10) * power;
  return {
    min: step * Math.floor(low / step + 0.2),
    max: step * Math.ceil(high / step - 0.2),
    stepSize: step,
  };
}

/** A linear axis with a title. */
export function linearAxis(
  title: string,
  range: { min?: number; max?: number; suggestedMin?: number; suggestedMax?: number; stepSize?: number } = {},
  ticks = 6,
) {
  const { stepSize, ...ends } = range;
  return {
    type: 'linear' as const,
    ...ends,
    title: { display: title !== '', text: title, color: INK, font: { size: 11 }, padding: 4 },
    grid: { color: GRID, lineWidth: 0.8, tickLength: 4 },
    border: { color: INK, width: 0.8 },
    ticks: {
      color: INK,
      font: { size: 10 },
      maxTicksLimit: ticks,
      maxRotation: 0,
      callback: alignedTick,
      ...(stepSize === undefined ? {} : { stepSize }),
    },
  };
}
