import type { NumberForm } from '../../../words/figure.js';
import { tickText } from '../number-text.js';
import type { Theme } from '../theme.js';

/** A title of an axis; none where it is empty. */
function axisTitle(text: string, theme: Theme): object {
  return { display: text !== '', text, color: theme.muted };
}

/** An axis of numbers. */
export function numberAxis(
  theme: Theme,
  title: string,
  form: NumberForm,
  range: object = {},
  ticks: object = {},
): object {
  return {
    type: 'linear',
    ...range,
    title: axisTitle(title, theme),
    grid: { color: theme.grid },
    border: { color: theme.muted },
    ticks: {
      color: theme.muted,
      maxTicksLimit: 7,
      // The percent sign stands once.
      callback: (value: number | string) => {
        const text = tickText(Number(value), form);
        return title.includes('%') ? text.replace(' %', '') : text;
      },
      ...ticks,
    },
  };
}

/** An axis of names. */
export function nameAxis(theme: Theme, title: string, options: object = {}): object {
  return {
    type: 'category',
    title: axisTitle(title, theme),
    grid: { display: false },
    border: { color: theme.muted },
    ticks: { color: theme.muted, autoSkip: false },
    ...options,
  };
}

/** An axis of names with places 0, 1, .. between which something may stand. */
export function placeAxis(
  theme: Theme,
  title: string,
  names: readonly string[],
  options: object = {},
): object {
  return {
    type: 'linear',
    min: -0.5,
    max: names.length - 0.5,
    title: axisTitle(title, theme),
    grid: { color: theme.grid, drawTicks: false },
    border: { color: theme.muted },
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = names.map((_, value) => ({ value }));
    },
    ticks: {
      color: theme.muted,
      autoSkip: names.length > 24,
      callback: (value: number | string) => names[Number(value)],
    },
    ...options,
  };
}

/** What an axis must hold at least: 0 and all values; shares stay between 0 and 1. */
export function rangeOf(values: readonly (number | null)[], { unit }: NumberForm): object {
  const held = values.filter((value) => value !== null);
  const [least, most] = held.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [0, 0],
  );
  return {
    suggestedMin: least,
    suggestedMax: most,
    ...(unit === 'percent' && least >= 0 && { min: 0 }),
    ...(unit === 'percent' && most > 0.97 && most <= 1 && { max: 1 }),
  };
}
