import { percent } from '../../../words/notation.js';
import type { Series, SeriesFigure } from '../../shared/figure.js';
import { seriesColour } from '../colours.js';
import { numberText } from '../number-text.js';
import type { Theme } from '../theme.js';
import { legend, nameAxis, numberAxis } from './axis.js';
import type { ChartSetup } from './chart-js.js';

interface HoveredBar {
  readonly datasetIndex: number;
  readonly dataIndex: number;
}

/** Told apart in grey: each line has its own marker and dash. */
const MARKERS = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'cross'] as const;
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [4, 4]];

/** Bars or lines with whiskers. */
export function seriesChart(figure: SeriesFigure, theme: Theme): ChartSetup {
  const { kind, categories, series, form } = figure;
  const [least, most] = rangeOf(series);
  const type = kind === 'bars' ? 'barWithErrorBars' : 'lineWithErrorBars';
  return {
    type,
    data: {
      labels: [...categories],
      datasets: series.map((each, index) => ({
        label: each.name,
        data: points(each, kind === 'bars' || index === 0),
        ...(kind === 'bars' ? barStyle(figure, index, theme) : lineStyle(index, theme)),
        errorBarColor: theme.ink,
        errorBarWhiskerColor: theme.ink,
        errorBarLineWidth: 1.2,
        errorBarWhiskerLineWidth: 1.2,
        errorBarWhiskerSize: 6,
      })),
    },
    options: {
      interaction: { mode: 'nearest', intersect: true },
      plugins: {
        legend: legend(theme, series.length > 1, { usePointStyle: kind === 'lines' }),
        tooltip: { callbacks: { label: (hovered: HoveredBar) => tooltip(figure, hovered) } },
      },
      scales: {
        x: nameAxis(theme, figure.xTitle),
        y: numberAxis(theme, figure.yTitle, form, {
          suggestedMin: least,
          suggestedMax: form.unit === 'percent' ? Math.min(1, most) : most,
          ...(form.unit === 'percent' && { max: most > 0.97 ? 1 : undefined, min: 0 }),
        }),
      },
    },
  };
}

function points({ values, low, high }: Series, whiskers: boolean): object[] {
  return values.map((value, index) => ({
    y: value,
    ...(whiskers && value !== null && { yMin: low[index] ?? value, yMax: high[index] ?? value }),
  }));
}

function rangeOf(series: readonly Series[]): [number, number] {
  const ends = series
    .flatMap(({ values, low, high }) => [...values, ...low, ...high])
    .filter((end) => end !== null);
  return [Math.min(0, ...ends), Math.max(0, ...ends)];
}

function barStyle({ by, categories }: SeriesFigure, index: number, theme: Theme): object {
  const colours =
    by === 'thought'
      ? categories.map((_, thought) => seriesColour(thought + 1, theme))
      : seriesColour(index + 1, theme);
  return { backgroundColor: colours, maxBarThickness: 46, borderColor: theme.ink, borderWidth: 0.5 };
}

function lineStyle(index: number, theme: Theme): object {
  // The first line is that of all; the others are its parts.
  const colour = index === 0 ? theme.ink : seriesColour(index, theme);
  return {
    borderColor: colour,
    backgroundColor: colour,
    pointStyle: MARKERS[index % MARKERS.length],
    pointRadius: 4,
    pointHitRadius: 10,
    borderWidth: index === 0 ? 2.5 : 1.8,
    borderDash: DASHES[index % DASHES.length],
  };
}

function tooltip({ series, form }: SeriesFigure, { datasetIndex, dataIndex }: HoveredBar): string[] {
  const { name, values, low, high, notes } = series[datasetIndex] ?? {};
  const ends = [low?.[dataIndex] ?? null, high?.[dataIndex] ?? null];
  const [from, to] = ends.map((end) =>
    end === null ? '' : form.unit === 'percent' ? percent(end) : numberText(end, form),
  );
  return [
    `${name ?? ''}: ${numberText(values?.[dataIndex] ?? null, form)}`,
    ...(from === '' ? [] : [`95 % interval ${from ?? ''} to ${to ?? ''}`]),
    ...(notes?.[dataIndex] ? [notes[dataIndex]] : []),
  ];
}
