import { percent } from '../../../words/notation.js';
import type { StackFigure } from '../../shared/figure.js';
import { groupColour } from '../colours.js';
import type { Theme } from '../theme.js';
import { legend, nameAxis, numberAxis } from './axis.js';
import type { ChartSetup } from './chart-js.js';

/** Bars of parts that add up to 1. */
export function stackChart({ categories, parts, yTitle }: StackFigure, theme: Theme): ChartSetup {
  return {
    type: 'bar',
    data: {
      labels: [...categories],
      datasets: parts.map(({ name, values }) => ({
        label: name,
        data: [...values],
        backgroundColor: groupColour(name, theme),
        borderColor: theme.surface,
        borderWidth: 1,
        maxBarThickness: 60,
      })),
    },
    options: {
      indexAxis: 'y',
      plugins: {
        legend: legend(theme, true),
        tooltip: {
          callbacks: {
            label: ({ dataset, raw }: { dataset: { label?: string }; raw: unknown }) =>
              `${dataset.label ?? ''}: ${percent(Number(raw))}`,
          },
        },
      },
      scales: {
        x: {
          ...numberAxis(theme, yTitle, { unit: 'percent', decimals: 0 }, { min: 0, max: 1 }),
          stacked: true,
        },
        y: nameAxis(theme, '', { stacked: true }),
      },
    },
  } as ChartSetup;
}
