import type { StackPanel } from '../../words/figure.js';
import { groupName, groupSign } from '../../words/key-group.js';
import { fixed } from '../../words/notation.js';
import { entryAt } from '../../words/required.js';
import { groupColour, inkOn, MUTED } from '../palette.js';
import type { Plot } from './frame.js';
import { drawFrame } from './frame.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { FULL_WIDTH } from './paper-panel.js';
import type { Ruler } from './ruler.js';

const ROW = { high: 25, low: 14 };
/** Rows shrink where they would be higher than this together. */
const HIGHEST = 900;
/** Room above the bars for the title of the categories, and below them for the axis. */
const HEAD = 16;
const FOOT = 42;
/** Chart.js gives an axis at most half of a chart. */
const LOWEST = 48;
const NAME = { size: 10.5 };
const LABEL = { size: 10, align: 'center' } as const;
const MOST_NAME = 160;
const AXIS = { min: 0, max: 1, stepSize: 0.2 };

/** One bar a category of parts that add up to 1, the signs of their groups in them. */
export function stackOnPaper(panel: StackPanel, { ruler }: Surroundings): PaperPanel {
  const { categories, parts } = panel;
  const row = Math.max(ROW.low, Math.min(ROW.high, HIGHEST / Math.max(1, categories.length)));
  return {
    width: FULL_WIDTH,
    stretches: true,
    legend: parts.map(({ group }) => ({
      sign: { kind: 'square', colour: groupColour(group) },
      text: `${groupSign(group)}  ${groupName(group)}`,
    })),
    height: () => HEAD + Math.max(LOWEST, row * categories.length) + FOOT,
    draw(sheet, place) {
      const names = categories.map((name) => [ruler.shortened(name, NAME, MOST_NAME)]);
      drawFrame(
        sheet,
        ruler,
        place,
        {
          x: { kind: 'values', title: panel.xTitle, range: AXIS, unit: '' },
          y: { kind: 'categories', title: '', names, turned: 0, lines: false },
          padding: { top: HEAD, right: 8 },
        },
        (plot) => {
          plot.pen.text(panel.categoryTitle, 0, plot.top - 5, { ...NAME, colour: MUTED });
          for (const category of categories.keys()) drawBar(plot, panel, category, row, ruler);
        },
      );
    },
  };
}

function drawBar(plot: Plot, { parts }: StackPanel, category: number, row: number, ruler: Ruler): void {
  const { pen } = plot;
  const middle = plot.y(category);
  const [top, height] = [middle - row / 2 + 0.08 * row, 0.84 * row];
  let start = 0;
  for (const { group, values } of parts) {
    const value = entryAt(values, category, `the share of ${group}`);
    const [left, right] = [plot.x(start), plot.x(start + value)];
    start += value;
    const colour = groupColour(group);
    pen.area(left, top, right - left, height, colour);
    if (right - left > 2) pen.area(right - 0.6, top, 0.6, height, '#FFFFFF');
    const percent = fixed(100 * value, 0);
    const label = [`${groupSign(group)} ${percent}`, percent].find(
      (text) => ruler.width(text, LABEL) <= right - left - 5,
    );
    if (label === undefined) continue;
    pen.text(label, (left + right) / 2, middle + 3.5, { ...LABEL, colour: inkOn(colour) });
  }
}
