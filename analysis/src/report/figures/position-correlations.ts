import { correlationText, pText, type Summary } from '../../summary/index.js';
import { layerText } from '../shared/nearest-layer.js';
import type { ReportLayer } from '../shared/report-data.js';
import type { Series, SeriesFigure } from '../shared/figure.js';
import { analysedText, thoughtNames } from './caption-of-n.js';
import { fisherInterval } from './fisher-interval.js';

/** Correlation of attention and drop inside each position, layer by layer. */
export function positionCorrelations(summary: Summary, layers: readonly ReportLayer[]): SeriesFigure {
  const series = layers.map((layer): Series => {
    const byThought = Object.values(summary.per_thought_by_layer[`layer_${layer.layer}`] ?? {});
    const found = byThought.map(({ drop_correlation: correlation }) => correlation);
    const intervals = found.map(({ r, n }) => (r === null ? null : fisherInterval(r, n)));
    return {
      name: `layer ${layerText(layer)}`,
      values: found.map(({ r }) => r),
      low: intervals.map((interval) => interval?.[0] ?? null),
      high: intervals.map((interval) => interval?.[1] ?? null),
      notes: found.map(({ p, reason, n }) => (p === null ? (reason ?? '') : `${pText(p)}, n = ${n}`)),
    };
  });
  return {
    kind: 'bars',
    id: 'positions',
    title: 'Attention and importance inside each position',
    caption:
      'Pearson’s r of attention on the thought and drop of the gold log-probability, over problems, so that no ' +
      `difference between positions can pose as a correlation. ${analysedText(summary)}. Whiskers: Fisher 95 % ` +
      `intervals, not adjusted for the ${layers.length * summary.thoughts} bars.`,
    by: 'series',
    categories: thoughtNames(summary.thoughts),
    series,
    xTitle: '',
    yTitle: 'r inside the position',
    form: { unit: 'r', decimals: 2 },
    numbers: {
      head: ['', ...series.map(({ name }) => name)],
      rows: thoughtNames(summary.thoughts).map((name, index) => [
        name,
        ...series.map(({ values, notes }) => {
          const r = values[index] ?? null;
          return r === null ? (notes[index] ?? '') : `r = ${correlationText(r)}, ${notes[index] ?? ''}`;
        }),
      ]),
    },
  };
}
