import { barsChart } from './bars-chart.js';
import type { ChartStack } from './chart-stack.js';
import type { ImportanceByPosition } from './importance-by-position-data.js';
import type { RenderedSheet } from './sheet.js';
import { Sheet } from './sheet.js';

const WIDTH = 520;
const HEIGHT = 360;

/** Draws figure 1: bars with whiskers, each with its value above the whisker. */
export function drawImportanceByPosition(stack: ChartStack, data: ImportanceByPosition): RenderedSheet {
  const { bars, top: highest } = data;
  const sheet = new Sheet(stack, Math.max(WIDTH, 110 + 64 * bars.length), HEIGHT, data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  const chart = barsChart({
    bars: bars.map(({ thought, rate, low, high, label }) => ({
      name: String(thought),
      value: 100 * rate,
      low: 100 * low,
      high: 100 * high,
      label,
    })),
    xTitle: 'Continuous thought',
    yTitle: 'Importance: answers flipped (%)',
    range: highest === 1 ? { min: 0, max: 100 } : { min: 0, suggestedMax: 100 * highest },
  });
  sheet.chart(chart, 8, top, sheet.width - 20, HEIGHT - top - 8);
  return sheet.close(data.title);
}
