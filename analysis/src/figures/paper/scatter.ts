import type { ScatterPanel } from '../../words/figure.js';
import { entryAt } from '../../words/required.js';
import { INK, thoughtStyle } from '../palette.js';
import { lineEnds, onAxis, rangeOf, valueAxis, valuesBeside } from './axis.js';
import type { Plot } from './frame.js';
import { drawFrame } from './frame.js';
import type { LegendEntry } from './legend.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { chartHeight, chartWidth } from './paper-panel.js';

/** With more points than this the markers shrink. */
const MANY_POINTS = 60;
const DASH = [5, 3];
const NEUTRAL = { shape: 'circle', rotation: 0, colour: INK } as const;

/** A marker for each pair, filled where the answer flips, and the least-squares line over them. */
export function scatterOnPaper(panel: ScatterPanel, { ruler, figure, across }: Surroundings): PaperPanel {
  const yRange = rangeOf(valuesBeside(panel, figure), panel.yForm, { steps: 5, zero: false });
  return {
    width: chartWidth(across),
    stretches: true,
    legend: legendOf(panel),
    height: chartHeight,
    draw(sheet, place) {
      const steps = Math.max(2, Math.min(6, Math.floor(place.width / 64)));
      drawFrame(
        sheet,
        ruler,
        place,
        {
          x: valueAxis(panel.xTitle, rangeOf(panel.x, panel.xForm, { steps, zero: false }), panel.xForm),
          y: valueAxis(panel.yTitle, yRange, panel.yForm),
          padding: { top: 6, right: 14 },
        },
        (plot) => {
          drawPoints(plot, panel);
          drawLine(plot, panel);
        },
      );
    },
  };
}

function legendOf({ flips, means, line }: ScatterPanel): LegendEntry[] {
  const filled: LegendEntry[] =
    means || !flips.includes(1)
      ? []
      : [
          { sign: { kind: 'marker', style: NEUTRAL, filled: true }, text: 'filled: answer flips' },
          { sign: { kind: 'marker', style: NEUTRAL, filled: false }, text: 'open: it does not' },
        ];
  if (line === null) return filled;
  return [
    ...filled,
    { sign: { kind: 'line', colour: INK, dash: DASH }, text: 'least squares over all points of the panel' },
  ];
}

function drawLine(plot: Plot, panel: ScatterPanel): void {
  const ends = lineEnds(panel).map(
    ([x, y]) => [plot.x(onAxis(x, panel.xForm)), plot.y(onAxis(y, panel.yForm))] as const,
  );
  plot.pen.path(ends, { colour: INK, width: 1.4, dash: DASH });
}

function drawPoints(plot: Plot, { x, y, thoughts, flips, xForm, yForm, means }: ScatterPanel): void {
  const radius = means ? 4.6 : x.length > MANY_POINTS ? 2.5 : 3.4;
  // Flips last: they are the fewer, and filled.
  const order = x
    .map((_, index) => index)
    .sort((a, b) => entryAt(flips, a, 'flips') - entryAt(flips, b, 'flips'));
  for (const index of order) {
    const style = thoughtStyle(entryAt(thoughts, index, 'thoughts'));
    const filled = means || flips[index] === 1;
    plot.pen.marker(
      style,
      plot.x(onAxis(entryAt(x, index, 'x'), xForm)),
      plot.y(onAxis(entryAt(y, index, 'y'), yForm)),
      radius,
      {
        fill: filled ? `${style.colour}D0` : null,
        edge: { colour: `${style.colour}B0`, width: 0.9 },
      },
    );
  }
}
