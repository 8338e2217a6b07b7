import { importanceByPosition } from '../../figures/importance-by-position-data.js';
import { percent, type Summary } from '../../summary/index.js';
import type { SeriesFigure } from '../shared/figure.js';
import { thoughtNames } from './caption-of-n.js';

/** Share of right answers that ablating each thought alone flips. */
export function importanceFigure(summary: Summary): SeriesFigure {
  const { subtitle, bars } = importanceByPosition(summary);
  const thoughts = Object.values(summary.per_thought);
  return {
    kind: 'bars',
    id: 'importance',
    title: 'Importance of each thought',
    caption: `Share of right answers that become wrong when the thought alone is ablated. ${subtitle}`,
    by: 'thought',
    categories: bars.map(({ thought }) => `Thought ${thought}`),
    series: [
      {
        name: 'flips',
        values: bars.map(({ rate }) => rate),
        low: bars.map(({ low }) => low),
        high: bars.map(({ high }) => high),
        notes: thoughts.map(({ flips, n }) => `${flips} of ${n} flip`),
      },
    ],
    xTitle: '',
    yTitle: 'Answers that flip',
    form: { unit: 'percent', decimals: 0 },
    numbers: {
      head: ['', 'flips', 'n', 'share', 'Wilson 95 %', 'mean drop (nats)'],
      rows: thoughtNames(thoughts.length).map((name, index) => {
        const thought = thoughts[index];
        const range = thought?.wilson_95?.map(percent).join(' to ') ?? '';
        return [
          name,
          String(thought?.flips ?? ''),
          String(thought?.n ?? ''),
          thought?.importance_mean == null ? '' : percent(thought.importance_mean),
          range,
          thought?.gold_log_prob_drop_mean?.toFixed(2) ?? '',
        ];
      }),
    },
  };
}
