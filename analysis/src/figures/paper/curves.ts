import type { CurvesPanel, Series } from '../../words/figure.js';
import { thoughtStyle } from '../palette.js';
import {
  type CategoryNames,
  NAME_LEADING,
  categoryNames,
  onAxis,
  rangeOf,
  valueAxis,
  valuesBeside,
} from './axis.js';
import type { Plot } from './frame.js';
import { drawFrame } from './frame.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { chartHeight, chartWidth } from './paper-panel.js';
import { solid } from './pen.js';

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3]];
const AXIS = 58;
/** Curves stand this far apart, of the distance between two categories, so that no whisker hides another. */
const SHIFT = 0.09;
const NARROWEST_SLOT = 11;

const dashOf = (index: number): readonly number[] => DASHES[index % DASHES.length] ?? [];

/** Curves with whiskers, told apart by colour, marker and dash. */
export function curvesOnPaper(panel: CurvesPanel, { ruler, figure, across }: Surroundings): PaperPanel {
  const { categories, series, form } = panel;
  const wishes = { steps: 5, zero: form.unit === 'percent', whole: true };
  const range = rangeOf(valuesBeside(panel, figure), form, wishes);
  const namesAt = (width: number): CategoryNames =>
    categoryNames(categories, ruler, (width - AXIS) / Math.max(1, categories.length));
  return {
    width: Math.max(chartWidth(across), AXIS + NARROWEST_SLOT * categories.length),
    stretches: true,
    legend: series.map(({ name }, index) => ({
      sign: { kind: 'curve', style: thoughtStyle(index + 1), dash: dashOf(index) },
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
          x: { kind: 'categories', title: panel.xTitle, names, turned, lines: true },
          y: valueAxis(panel.yTitle, range, form),
          padding: { top: 6, right: 6 },
        },
        (plot) => {
          for (const [index, one] of series.entries()) drawCurve(plot, panel, one, index);
        },
      );
    },
  };
}

function drawCurve(
  plot: Plot,
  { form, categories, series }: CurvesPanel,
  { estimates }: Series,
  index: number,
) {
  const { pen } = plot;
  const style = thoughtStyle(index + 1);
  const { colour } = style;
  const slot = (plot.right - plot.left) / Math.max(1, categories.length);
  const shift = (index - (series.length - 1) / 2) * Math.min(SHIFT, 0.5 / series.length);
  const y = (value: number): number => plot.y(onAxis(value, form));
  let before: readonly [number, number] | null = null;
  for (const [category, estimate] of estimates.entries()) {
    const point = estimate === null ? null : ([plot.x(category + shift), y(estimate.value)] as const);
    if (point !== null && before !== null) {
      pen.path([before, point], { colour, width: 1.4, dash: dashOf(index) });
    }
    before = point;
  }
  for (const [category, estimate] of estimates.entries()) {
    if (estimate === null) continue;
    const { value, low, high } = estimate;
    const at = plot.x(category + shift);
    if (low !== null || high !== null) {
      pen.whisker(
        { low: y(low ?? value), high: y(high ?? value), at, size: Math.min(6, 0.5 * slot), level: false },
        { colour, width: 1 },
      );
    }
    pen.marker(style, at, y(value), slot < 20 ? 2.4 : 3.6, solid(colour));
  }
}
