import { fixed } from '../../../words/notation.js';
import type { WaterfallFigure } from '../../shared/figure.js';
import { waterfallBars } from '../../shared/waterfall.js';
import type { Theme } from '../theme.js';
import { nameAxis, numberAxis } from './axis.js';
import type { ChartSetup } from './chart-js.js';

/** Parts that lead from 0 to their sum: blue ones add, orange ones take away, the sum is grey. */
export function waterfallChart(
  { steps, totalName, yTitle }: Pick<WaterfallFigure, 'steps' | 'totalName' | 'yTitle'>,
  theme: Theme,
): ChartSetup {
  const bars = waterfallBars(steps, totalName);
  const [up, down] = theme.dark ? ['#4aa8e0', '#f08a45'] : ['#0072B2', '#D55E00'];
  return {
    type: 'bar',
    data: {
      labels: bars.map(({ name }) => name),
      datasets: [
        {
          data: bars.map(({ from, to }) => [from, to]),
          backgroundColor: bars.map(({ value }, index) =>
            index === bars.length - 1 ? theme.muted : value >= 0 ? up : down,
          ),
          maxBarThickness: 22,
          minBarLength: 2,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      plugins: {
        legend: { display: false },
        tooltip: {
          displayColors: false,
          callbacks: {
            label: ({ dataIndex }: { readonly dataIndex: number }) => {
              const bar = bars[dataIndex];
              return bar
                ? `${bar.value > 0 ? '+' : ''}${fixed(bar.value, 2)} logits, to ${fixed(bar.to, 2)}`
                : '';
            },
          },
        },
      },
      scales: {
        x: numberAxis(theme, yTitle, { unit: 'logits', decimals: 1 }),
        y: nameAxis(theme, ''),
      },
    },
  } as unknown as ChartSetup;
}
