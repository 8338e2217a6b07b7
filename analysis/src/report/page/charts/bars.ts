import { thoughtStyle } from '../../../figures/palette.js';
import type { BarsPanel, CurvesPanel, Estimate } from '../../../words/figure.js';
import { entryAt } from '../../../words/required.js';
import { seriesColour } from '../colours.js';
import { intervalText, numberText } from '../number-text.js';
import type { Theme } from '../theme.js';
import { nameAxis, numberAxis, placeAxis, rangeOf } from './axis.js';
import type { ChartSetup, PanelChart } from './chart-js.js';
import { markerSwatch, swatch } from './key.js';

/** Told apart in grey, too: each curve has its own marker and dash. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [4, 4]];

function dashOf(index: number): readonly number[] {
  return entryAt(DASHES, index % DASHES.length, 'the dash');
}

function whiskers(colour: string): object {
  return {
    errorBarColor: colour,
    errorBarWhiskerColor: colour,
    errorBarLineWidth: 1.2,
    errorBarWhiskerLineWidth: 1.2,
    errorBarWhiskerSize: 6,
  };
}

/** Bars with whiskers. */
export function barsChart(panel: BarsPanel, theme: Theme): PanelChart {
  const { categories, series, by, xTitle } = panel;
  const many = categories.length > 24;
  const setup = {
    type: 'barWithErrorBars',
    data: {
      labels: [...categories],
      datasets: series.map(({ name, estimates }, index) => ({
        label: name,
        data: estimates.map((estimate) => ({ y: estimate?.value ?? null, ...ends(estimate) })),
        backgroundColor:
          by === 'thought'
            ? categories.map((_, thought) => seriesColour(thought + 1, theme))
            : seriesColour(index + 1, theme),
        maxBarThickness: 46,
        borderColor: theme.ink,
        borderWidth: 0.5,
        ...whiskers(theme.ink),
      })),
    },
    options: {
      interaction: { mode: 'nearest', intersect: true },
      plugins: plugins(panel),
      scales: {
        x: nameAxis(theme, xTitle, { ticks: { color: theme.muted, autoSkip: many } }),
        y: valueAxis(panel, theme),
      },
    },
  } as unknown as ChartSetup;
  const entries =
    series.length > 1
      ? series.map(({ name }, index) => ({
          text: name,
          swatch: swatch(seriesColour(index + 1, theme)),
          toggles: name,
        }))
      : [];
  return { setup, entries, scale: null, height: 330, leastWidth: 26 * Math.min(16, categories.length) };
}

/** Curves with whiskers; they stand a little apart, so that no whisker hides another. */
export function curvesChart(panel: CurvesPanel, theme: Theme): PanelChart {
  const { categories, series, xTitle } = panel;
  const apart = Math.min(0.09, 0.5 / series.length);
  const setup = {
    type: 'scatterWithErrorBars',
    data: {
      datasets: series.map(({ name, estimates }, index) => {
        const colour = seriesColour(index + 1, theme);
        const { shape, rotation } = thoughtStyle(index + 1);
        return {
          label: name,
          data: estimates.map((estimate, place) => ({
            x: place + (index - (series.length - 1) / 2) * apart,
            y: estimate?.value ?? null,
            ...ends(estimate),
          })),
          showLine: true,
          borderColor: colour,
          backgroundColor: colour,
          borderWidth: 1.8,
          borderDash: dashOf(index),
          pointStyle: shape,
          pointRotation: rotation,
          pointRadius: 4,
          pointHitRadius: 10,
          ...whiskers(colour),
        };
      }),
    },
    options: {
      interaction: { mode: 'nearest', intersect: true },
      plugins: plugins(panel),
      scales: { x: placeAxis(theme, xTitle, categories), y: valueAxis(panel, theme) },
    },
  } as unknown as ChartSetup;
  const entries =
    series.length > 1
      ? series.map(({ name }, index) => ({
          text: name,
          swatch: markerSwatch(index + 1, theme, { dash: dashOf(index) }),
          toggles: name,
        }))
      : [];
  return { setup, entries, scale: null, height: 330, leastWidth: 0 };
}

/** The ends of the whisker; none where there is no interval. */
function ends(estimate: Estimate | null): object {
  const { low = null, high = null } = estimate ?? {};
  return low === null || high === null ? {} : { yMin: low, yMax: high };
}

function valueAxis({ series, yTitle, form }: BarsPanel | CurvesPanel, theme: Theme): object {
  const held = series.flatMap(({ estimates }) =>
    estimates.flatMap((estimate) => (estimate ? [estimate.value, estimate.low, estimate.high] : [])),
  );
  return numberAxis(theme, yTitle, form, rangeOf(held, form));
}

interface Hovered {
  readonly datasetIndex: number;
  readonly dataIndex: number;
}

function plugins({ categories, series, form }: BarsPanel | CurvesPanel): object {
  const title = ([hovered]: readonly Hovered[]): string =>
    hovered ? entryAt(categories, hovered.dataIndex, 'the category') : '';
  const label = ({ datasetIndex, dataIndex }: Hovered): string[] => {
    const { name, estimates, notes } = entryAt(series, datasetIndex, 'the series');
    const { value = null, low = null, high = null } = estimates[dataIndex] ?? {};
    const text = numberText(value, form);
    const lines = [
      name === '' ? text : `${name}: ${text}`,
      intervalText(low, high, form),
      notes[dataIndex] ?? null,
    ];
    return lines.filter((line): line is string => line !== null && line !== '');
  };
  return { legend: { display: false }, tooltip: { callbacks: { title, label } } };
}
