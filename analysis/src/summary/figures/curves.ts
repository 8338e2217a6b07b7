import { intervalText } from '../../estimates/problem-mean.js';
import type { GameSummary } from '../../experiments/ablation/lattice.js';
import type { CurvesPanel, Estimate, FigureContent, Series } from '../../words/figure.js';
import { interventionText } from '../../words/intervention-text.js';
import { fixed, percent, percentInterval } from '../../words/notation.js';
import type { Summary } from '../schema.js';

/** Figure 7: answers by how many thoughts are there; null without a truncation curve and a lattice. */
export function cumulativeCurves(summary: Summary): FigureContent | null {
  const { lattice, truncation, thoughts, by_difficulty: levels } = summary;
  const runs = Array.from({ length: thoughts + 1 }, (_, run) => run);
  const cut = cutSeries('cut after thought k (EOT follows)', truncation.accuracy, runs);
  if (lattice === null && cut.estimates.filter((each) => each !== null).length < 2) return null;
  const panel = (title: string, series: readonly Series[], unit: 'percent' | 'nats'): CurvesPanel => ({
    kind: 'curves',
    title: [title],
    categories: runs.map(String),
    series,
    xTitle: 'Thoughts k',
    yTitle: unit === 'percent' ? 'Right answers (%)' : 'Gold log-probability (nats)',
    form: { unit, decimals: unit === 'percent' ? 0 : 2 },
  });
  const byLevel = Object.entries(levels).map(([level, { truncation: accuracy }]) =>
    cutSeries(level, accuracy, runs),
  );
  const panels = [
    ...(lattice === null ? [] : [panel('Gold log-probability', gameSeries(lattice.gold_log_prob), 'nats')]),
    panel('Accuracy', [...(lattice === null ? [] : gameSeries(lattice.accuracy)), cut], 'percent'),
    ...(byLevel.length > 1 ? [panel('Accuracy when cut, by steps of the problem', byLevel, 'percent')] : []),
  ].map((each, place, all) =>
    all.length === 1 ? each : { ...each, title: [`${'abc'.charAt(place)}  ${each.title.join(' ')}`] },
  );
  const ablated =
    lattice === null
      ? 'The lattice was not run, so there is no curve of ablated thoughts.'
      : `The other thoughts ablated (${interventionText(summary.intervention)}) or, cut, not run at all.`;
  return {
    title: 'Answers by how many thoughts are there',
    caption: `${ablated} n = ${summary.num_problems.total} problems, right or wrong. Whiskers: 95 % intervals (problems resampled; cut: Wilson).`,
    panels,
    across: Math.min(2, panels.length),
    legend: [],
    numbers: {
      head: ['curve', ...runs.map((run) => `k = ${run}`)],
      rows: panels.flatMap(({ series, form, title }) =>
        series.map(({ name, estimates }) => [
          panels.length === 1 ? name : `${title.join(' ').charAt(0)}: ${name}`,
          ...estimates.map((each) => (each === null ? '–' : estimateText(each, form.unit === 'percent'))),
        ]),
      ),
    },
  };
}

function estimateText({ value, low, high }: Estimate, share: boolean): string {
  const interval = low === null || high === null ? null : ([low, high] as const);
  const text = share ? percent(value) : fixed(value, 2);
  if (interval === null) return text;
  return `${text} (${share ? percentInterval(interval) : intervalText(interval, 2)})`;
}

function cutSeries(
  name: string,
  accuracy: Summary['truncation']['accuracy'],
  runs: readonly number[],
): Series {
  const found = runs.map((run) => accuracy[`thoughts_${run}`]);
  return {
    name,
    estimates: found.map((rate) =>
      rate === undefined || rate.accuracy === null
        ? null
        : { value: rate.accuracy, low: rate.wilson_95?.[0] ?? null, high: rate.wilson_95?.[1] ?? null },
    ),
    notes: found.map((rate) => (rate === undefined ? '' : `${rate.correct} of ${rate.n} right`)),
  };
}

function gameSeries({ prefix, suffix }: GameSummary): Series[] {
  const seriesOf = (name: string, curve: GameSummary['prefix']): Series => ({
    name,
    estimates: curve.map(({ value, interval_95: interval }) => ({
      value,
      low: interval?.[0] ?? null,
      high: interval?.[1] ?? null,
    })),
    notes: [],
  });
  return [seriesOf('first k intact', prefix), seriesOf('last k intact', suffix)];
}
