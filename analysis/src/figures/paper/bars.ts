import type { BarsPanel } from '../../words/figure.js';
import { BAR, INK, thoughtStyle } from '../palette.js';
import {
  type CategoryNames,
  NAME_LEADING,
  categoryNames,
  numberText,
  onAxis,
  rangeOf,
  valueAxis,
  valuesBeside,
} from './axis.js';
import type { Plot } from './frame.js';
import { drawFrame } from './frame.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { chartHeight, chartWidth } from './paper-panel.js';
import type { Ruler } from './ruler.js';

const STROKE = { colour: INK, width: 1.2 };
/** What the axis of values takes at the left. */
const AXIS = 58;
/** Of the distance between two categories. */
const FILLED = 0.72;
const WIDEST_BAR = 90;
const LABELS = [11, 9] as const;

/**
 * Bars with whiskers, each with its value above. Bars of a single series have one colour, on which whiskers can be
 * seen: thoughts are told by their place.
 */
export function barsOnPaper(panel: BarsPanel, { ruler, figure, across }: Surroundings): PaperPanel {
  const { categories, series, form } = panel;
  const colours = series.map((_, index) => (series.length === 1 ? BAR : thoughtStyle(index + 1).colour));
  const slot = Math.max(18 * series.length, Math.min(50, 1000 / Math.max(1, categories.length)));
  const range = rangeOf(valuesBeside(panel, figure), form, { steps: 5, zero: true, room: 0.07 });
  const namesAt = (width: number): CategoryNames =>
    categoryNames(categories, ruler, (width - AXIS) / Math.max(1, categories.length));
  return {
    width: Math.max(chartWidth(across), AXIS + slot * categories.length),
    stretches: true,
    legend:
      series.length === 1
        ? []
        : series.map(({ name }, index) => ({
            sign: { kind: 'square', colour: colours[index] ?? BAR },
            text: name,
          })),
    height: (width) => chartHeight(width) + namesAt(width).height - NAME_LEADING,
    draw(sheet, place) {
      const { names, turned } = namesAt(place.width);
      drawFrame(
        sheet,
        ruler,
        place,
        {
          x: { kind: 'categories', title: panel.xTitle, names, turned, lines: false },
          y: valueAxis(panel.yTitle, range, form),
          padding: { top: 14, right: 6 },
        },
        (plot) => {
          drawBars(plot, panel, colours, ruler);
        },
      );
    },
  };
}

function drawBars(plot: Plot, panel: BarsPanel, colours: readonly string[], ruler: Ruler): void {
  const { categories, series, form } = panel;
  const { pen } = plot;
  const slot = (plot.right - plot.left) / Math.max(1, categories.length);
  const width = Math.min(WIDEST_BAR, (FILLED * slot) / series.length);
  const size = labelSize(panel, ruler, series.length === 1 ? slot : width);
  for (const [place, { estimates }] of series.entries()) {
    for (const [category, estimate] of estimates.entries()) {
      if (estimate === null) continue;
      const { value, low, high } = estimate;
      const middle = plot.x(category) + (place - (series.length - 1) / 2) * width;
      const [zero, end] = [plot.y(0), plot.y(onAxis(value, form))];
      pen.area(middle - width / 2, Math.min(zero, end), width, Math.abs(end - zero), colours[place] ?? BAR);
      const ends = [low ?? value, high ?? value].map((each) => plot.y(onAxis(each, form)));
      const [bottom, top] = [Math.max(...ends), Math.min(...ends)];
      if (low !== null || high !== null) {
        pen.whisker(
          { low: bottom, high: top, at: middle, size: Math.min(10, 0.8 * width), level: false },
          STROKE,
        );
      }
      if (size === null) continue;
      const y = value < 0 ? Math.max(bottom, zero) + size + 2 : Math.min(top, zero) - 5;
      pen.text(numberText(value, form), middle, y, { size, weight: 600, align: 'center' });
    }
  }
}

/** The size at which all values fit beside each other; null where they do not. */
function labelSize({ series, form }: BarsPanel, ruler: Ruler, room: number): number | null {
  const texts = series.flatMap(({ estimates }) =>
    estimates.flatMap((estimate) => (estimate === null ? [] : [numberText(estimate.value, form)])),
  );
  return LABELS.find((size) => ruler.widest(texts, { size, weight: 600 }) <= room - 3) ?? null;
}
