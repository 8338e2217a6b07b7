import { thoughtStyle } from '../../../figures/palette.js';
import { fixed } from '../../../words/notation.js';
import type { Line, ScatterFigure } from '../../shared/figure.js';
import { seriesColour } from '../colours.js';
import type { Theme } from '../theme.js';
import { legend, numberAxis } from './axis.js';
import type { ChartSetup } from './chart-js.js';

interface Hovered {
  readonly raw: {
    readonly x: number;
    readonly y: number;
    readonly thought?: number;
    readonly place?: number;
  };
}

/** Points by thought, the line over all, and the slope inside positions; `choose` is told the problem of a point. */
export function scatterChart(
  figure: ScatterFigure,
  theme: Theme,
  choose: (problem: string) => void,
): ChartSetup {
  const thoughts = Array.from({ length: figure.thoughtCount }, (_, index) => index + 1);
  const summarised = figure.means.length > 0;
  const problemOf = (place: number): string | undefined =>
    figure.problems[Math.floor(place / thoughts.length)];
  return {
    type: 'scatter',
    data: {
      datasets: [
        line('all pairs', figure.pooled, theme.ink, { borderDash: [7, 4], borderWidth: 2.5 }),
        ...thoughts.map((thought) =>
          line(`within ${thought}`, figure.within[thought - 1] ?? null, seriesColour(thought, theme), {
            borderWidth: 2.5,
          }),
        ),
        ...thoughts.map((thought) =>
          summarised ? meanPoint(figure, thought, theme) : pointSet(figure, thought, theme),
        ),
      ],
    },
    options: {
      onClick: (
        _: unknown,
        hits: readonly unknown[],
        { data }: { data: { datasets: { data: Hovered['raw'][] }[] } },
      ) => {
        const hit = hits[0] as { readonly datasetIndex: number; readonly index: number } | undefined;
        const place = hit && data.datasets[hit.datasetIndex]?.data[hit.index]?.place;
        const problem = place === undefined ? undefined : problemOf(place);
        if (problem !== undefined) choose(problem);
      },
      plugins: {
        legend: legend(theme, true, {
          usePointStyle: true,
          filter: ({ text }: { readonly text: string }) => text === 'all pairs' || text.startsWith('Thought'),
        }),
        tooltip: {
          filter: ({ raw }: Hovered) => raw.thought !== undefined,
          callbacks: {
            label: ({ raw: { x, y, thought = 0, place = -1 } }: Hovered) => [
              `${problemOf(place) ?? 'mean'}, thought ${thought}`,
              `attention ${fixed(x, 4)}, drop ${fixed(y, 2)} nats`,
              ...(figure.flips[place] === 1 ? ['the answer flips'] : []),
            ],
          },
        },
      },
      scales: {
        x: numberAxis(theme, figure.xTitle, { unit: 'weight', decimals: 3 }),
        y: numberAxis(theme, figure.yTitle, { unit: 'nats', decimals: 1 }),
      },
    },
  } as unknown as ChartSetup;
}

function line(label: string, ends: Line | null, colour: string, style: object): object {
  const data = ends === null ? [] : [ends.from, ends.to].map(([x, y]) => ({ x, y }));
  return {
    label,
    data,
    showLine: true,
    pointRadius: 0,
    pointHitRadius: 0,
    pointStyle: 'line',
    borderColor: colour,
    backgroundColor: colour,
    ...style,
  };
}

function meanPoint({ means }: ScatterFigure, thought: number, theme: Theme): object {
  const [x, y] = means[thought - 1] ?? [0, 0];
  const { shape, rotation } = thoughtStyle(thought);
  return {
    label: `Thought ${thought}`,
    data: [{ x, y, thought }],
    pointStyle: shape,
    rotation,
    pointRadius: 9,
    backgroundColor: seriesColour(thought, theme),
    borderColor: theme.ink,
    borderWidth: 2,
  };
}

function pointSet({ x, y, thoughts, flips }: ScatterFigure, thought: number, theme: Theme): object {
  const places = thoughts.flatMap((each, place) => (each === thought ? [place] : []));
  const { shape, rotation } = thoughtStyle(thought);
  const colour = seriesColour(thought, theme);
  return {
    label: `Thought ${thought}`,
    data: places.map((place) => ({ x: x[place], y: y[place], thought, place })),
    pointStyle: shape,
    rotation,
    pointRadius: places.length > 200 ? 2.5 : 3.5,
    pointHitRadius: 4,
    borderColor: `${colour}b0`,
    backgroundColor: places.map((place) => (flips[place] === 1 ? `${colour}d0` : 'rgba(0, 0, 0, 0)')),
    borderWidth: 1,
  };
}
