import { fixed } from '../../../words/notation.js';
import type { NumberForm } from '../../shared/figure.js';
import type { Theme } from '../theme.js';

/** The text of a tick. */
function tickText(value: number, { unit }: NumberForm): string {
  if (unit === 'percent') return `${fixed(100 * value, 0)} %`;
  return String(Number(value.toPrecision(10))).replace('-', '\u2212');
}

/** A title of an axis; none where it is empty. */
function axisTitle(text: string, theme: Theme): object {
  return { display: text !== '', text, color: theme.muted };
}

/** An axis of numbers. */
export function numberAxis(theme: Theme, title: string, form: NumberForm, range: object = {}): object {
  return {
    type: 'linear',
    ...range,
    title: axisTitle(title, theme),
    grid: { color: theme.grid },
    border: { color: theme.muted },
    ticks: {
      color: theme.muted,
      maxTicksLimit: 7,
      callback: (value: number | string) => tickText(Number(value), form),
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

/** The legend; hidden where there is one series only. */
export function legend(theme: Theme, display: boolean, options: object = {}): object {
  return {
    display,
    position: 'bottom',
    labels: { color: theme.ink, boxWidth: 12, boxHeight: 12, ...options },
  };
}
