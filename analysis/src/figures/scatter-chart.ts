import type { ScatterPoint } from './attention-vs-importance-data.js';
import { linearAxis } from './axis.js';
import type { PanelConfiguration } from './chart-stack.js';
import type { Point } from './least-squares.js';
import { INK, thoughtStyle } from './palette.js';

/** One scatter plot: a marker for each pair, filled where the answer flips, and a line over them. */
export interface ScatterChart {
  /** One line or several. */
  readonly title: string | readonly string[];
  readonly points: readonly ScatterPoint[];
  readonly line: readonly [Point, Point] | null;
  readonly xTitle: string;
  readonly yTitle: string;
  /** What the y axis has to cover, at least. */
  readonly yRange?: { readonly suggestedMin: number; readonly suggestedMax: number };
  /** At most so many ticks on the x axis; default 6. */
  readonly xTicks?: number;
}

/** With more points than this the markers shrink. */
const MANY_POINTS = 60;

/** The chart of a scatter plot; thoughts are drawn in turn, so that none covers all others. */
export function scatterChart({
  title,
  points,
  line,
  xTitle,
  yTitle,
  yRange,
  xTicks,
}: ScatterChart): PanelConfiguration {
  const radius = points.length > MANY_POINTS ? 2.5 : 3.4;
  // Flips last: they are the fewer, and filled.
  const ordered = [...points].sort((a, b) => Number(a.flip) - Number(b.flip));
  const styles = ordered.map(({ thought }) => thoughtStyle(thought));
  return {
    type: 'scatter',
    data: {
      datasets: [
        {
          data: line === null ? [] : [...line],
          showLine: true,
          pointRadius: 0,
          borderColor: INK,
          borderWidth: 1.4,
          borderDash: [5, 3],
        },
        {
          data: ordered.map(({ x, y }) => ({ x, y })),
          pointStyle: styles.map(({ shape }) => shape),
          pointRotation: styles.map(({ rotation }) => rotation),
          pointRadius: radius,
          pointBorderColor: styles.map(({ colour }) => `${colour}B0`),
          pointBackgroundColor: styles.map(({ colour }, index) =>
            ordered[index]?.flip === true ? `${colour}D0` : 'rgba(255, 255, 255, 0)',
          ),
          pointBorderWidth: 0.9,
          clip: false,
        },
      ],
    },
    options: {
      layout: { padding: { right: 8 } },
      plugins: {
        legend: { display: false },
        title: {
          display: true,
          text: typeof title === 'string' ? title : [...title],
          align: 'start',
          color: INK,
          font: { size: 11, weight: 600 },
          padding: { top: 2, bottom: 6 },
        },
      },
      scales: { x: linearAxis(xTitle, {}, xTicks ?? 6), y: linearAxis(yTitle, yRange ?? {}, 7) },
    },
  };
}
