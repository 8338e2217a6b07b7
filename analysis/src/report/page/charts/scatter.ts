import { thoughtStyle } from '../../../figures/palette.js';
import type { Figure, ScatterPanel } from '../../../words/figure.js';
import { entryAt } from '../../../words/required.js';
import { seriesColour } from '../colours.js';
import { numberText } from '../number-text.js';
import type { Theme } from '../theme.js';
import { numberAxis } from './axis.js';
import type { ChartSetup, PanelChart } from './chart-js.js';
import { markerSwatch, swatch, type KeyEntry } from './key.js';

const LINE_DASH = [7, 4];

/** What Chart.js gives of a point: its data, with its place in the panel. */
interface Hovered {
  readonly raw: { readonly place?: number };
}

/** Points by thought, filled where the answer flips, and the line over all; `choose` is told a point's problem. */
export function scatterChart(
  panel: ScatterPanel,
  legend: Figure['legend'],
  theme: Theme,
  choose: (problem: string) => void,
): PanelChart {
  const { xTitle, yTitle, xForm, yForm, problems } = panel;
  const thoughts = [...new Set(panel.thoughts)].sort((a, b) => a - b);
  const line = linePoints(panel);
  const setup = {
    type: 'scatter',
    data: {
      datasets: [
        {
          data: line,
          showLine: true,
          pointRadius: 0,
          pointHitRadius: 0,
          borderColor: theme.ink,
          borderDash: LINE_DASH,
          borderWidth: 2,
        },
        ...thoughts.map((thought) => pointSet(panel, thought, theme)),
      ],
    },
    options: {
      onClick: (
        _: unknown,
        [hit]: readonly { readonly datasetIndex: number; readonly index: number }[],
        {
          data,
        }: { readonly data: { readonly datasets: readonly { readonly data: readonly Hovered['raw'][] }[] } },
      ) => {
        const place = hit && data.datasets[hit.datasetIndex]?.data[hit.index]?.place;
        const problem = place === undefined ? undefined : problems[place];
        if (problem !== undefined) choose(problem);
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          filter: ({ raw }: Hovered) => raw.place !== undefined,
          callbacks: {
            label: ({ raw: { place } }: Hovered) => (place === undefined ? [] : tooltip(panel, place)),
          },
        },
      },
      scales: { x: numberAxis(theme, xTitle, xForm), y: numberAxis(theme, yTitle, yForm) },
    },
  } as unknown as ChartSetup;
  const texts = new Map(legend.map(({ thought, text }) => [thought, text]));
  const entries: KeyEntry[] = [
    ...thoughts.map((thought) => ({
      text: texts.get(thought) ?? labelOf(thought),
      swatch: markerSwatch(thought, theme),
      toggles: labelOf(thought),
    })),
    ...flipEntries(panel, theme),
    ...(line.length > 0 ? [lineEntry(theme)] : []),
  ];
  return { setup, entries, scale: null, height: 380, leastWidth: 0 };
}

function labelOf(thought: number): string {
  return `thought ${thought}`;
}

/** The line from the least x to the largest. */
function linePoints({ line, x }: ScatterPanel): { x: number; y: number }[] {
  if (line === null || x.length === 0) return [];
  const [least, most] = x.reduce(([low, high], each) => [Math.min(low, each), Math.max(high, each)], [Infinity, -Infinity]); // prettier-ignore
  return [least, most].map((place) => ({ x: place, y: line.intercept + line.slope * place }));
}

function pointSet({ x, y, thoughts, flips, means }: ScatterPanel, thought: number, theme: Theme): object {
  const { shape, rotation } = thoughtStyle(thought);
  const colour = seriesColour(thought, theme);
  const places = thoughts.flatMap((each, place) => (each === thought ? [place] : []));
  // Flips last: they are the fewer, and filled.
  const ordered = [...places].sort((a, b) => Number(flips[a] === 1) - Number(flips[b] === 1) || a - b);
  const [radius, edge] = means ? [8, 2] : [thoughts.length > 400 ? 2.5 : 3.5, 1];
  return {
    label: labelOf(thought),
    data: ordered.map((place) => ({
      x: entryAt(x, place, 'the x of a point'),
      y: entryAt(y, place, 'the y of a point'),
      place,
    })),
    pointStyle: shape,
    pointRotation: rotation,
    pointRadius: radius,
    pointHoverRadius: radius + 2,
    pointHitRadius: 4,
    borderColor: means ? theme.ink : `${colour}b0`,
    backgroundColor: ordered.map((place) =>
      means ? colour : flips[place] === 1 ? `${colour}d0` : 'rgba(0, 0, 0, 0)',
    ),
    borderWidth: edge,
    clip: false,
  };
}

/** "Attention on the thought (weight)" without its unit, which the number has. */
function nameOf(title: string): string {
  return title.replace(/ \([^()]*\)$/, '');
}

function tooltip(panel: ScatterPanel, place: number): string[] {
  const { x, y, thoughts, flips, problems, xTitle, yTitle, xForm, yForm } = panel;
  const thought = labelOf(entryAt(thoughts, place, 'the thought of a point'));
  const problem = problems[place];
  return [
    problem === undefined ? thought : `${problem}, ${thought}`,
    `${nameOf(xTitle)}: ${numberText(entryAt(x, place, 'the x of a point'), xForm)}`,
    `${nameOf(yTitle)}: ${numberText(entryAt(y, place, 'the y of a point'), yForm)}`,
    ...(flips[place] === 1 ? ['the answer flips'] : []),
  ];
}

function flipEntries({ flips, means }: ScatterPanel, theme: Theme): KeyEntry[] {
  if (means || !flips.includes(1)) return [];
  return [
    { text: 'filled: answer flips', swatch: swatch(theme.ink, { shape: 'circle' }), toggles: null },
    {
      text: 'open: it does not',
      swatch: swatch(theme.ink, { shape: 'circle', filled: false }),
      toggles: null,
    },
  ];
}

function lineEntry({ ink }: Theme): KeyEntry {
  return {
    text: 'least squares over all points of the panel',
    swatch: swatch(ink, { shape: 'none', dash: LINE_DASH }),
    toggles: null,
  };
}
