import type { SKRSContext2D } from '@napi-rs/canvas';

import { linearAxis, roundRange } from './axis.js';
import type { ChartStack, PanelConfiguration } from './chart-stack.js';
import type { ForestBlock, ForestPoint, MethodComparisonFigure } from './method-comparison-data.js';
import { GRID, INK, MUTED, thoughtStyle } from './palette.js';
import type { RenderedSheet } from './sheet.js';
import { MARGIN, Sheet } from './sheet.js';

const LABELS = 128;
const COLUMN = 108;
const ROW = 17;
const AXIS = 58;
const BLOCK_TITLE = 20;
/** Styles of the kinds of effect: colour and shape of thoughts 1, 2 and 3. */
const STYLES = { total: thoughtStyle(1), direct: thoughtStyle(2), knockout: thoughtStyle(3) };

/** Draws figure 12: arms down, thoughts across, one block a measure. */
export function drawMethodComparison(stack: ChartStack, data: MethodComparisonFigure): RenderedSheet {
  const width = 2 * MARGIN + LABELS + COLUMN * data.blocks[0].columns.length;
  const head = Sheet.headerHeight(stack, width, data.title, data.subtitle);
  const height = data.arms.length * ROW + AXIS;
  const sheet = new Sheet(stack, width, head + 2 * (height + BLOCK_TITLE) + 24, data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  for (const [index, block] of data.blocks.entries()) {
    drawBlock(sheet, data, block, top + index * (height + BLOCK_TITLE), height);
  }
  const y = top + 2 * (height + BLOCK_TITLE) + 12;
  for (const [index, effect] of (['total', 'direct', 'knockout'] as const).entries()) {
    const x = MARGIN + LABELS + index * 110;
    sheet.marker(STYLES[effect], x, y - 3.5, 3.6, true);
    sheet.text(effect, x + 9, y, { size: 10.5 });
  }
  return sheet.close(data.title);
}

function drawBlock(
  sheet: Sheet,
  { arms }: MethodComparisonFigure,
  { title, xTitle, columns }: ForestBlock,
  top: number,
  height: number,
): void {
  sheet.text(title, MARGIN, top + 13, { size: 11, weight: 600 });
  const all = columns.flatMap(({ points }) => points.flatMap((point) => (point === null ? [] : [point])));
  const range = roundRange(
    Math.min(0, ...all.map(({ low }) => low)),
    Math.max(0, ...all.map(({ high }) => high)),
  );
  let area = { top: 0, bottom: height };
  for (const [index, column] of columns.entries()) {
    const chart = forest(column.title, column.points, arms, xTitle, range, (found) => {
      area = found;
    });
    sheet.chart(chart, MARGIN + LABELS + index * COLUMN, top + BLOCK_TITLE, COLUMN - 4, height);
  }
  const row = (area.bottom - area.top) / arms.length;
  for (const [index, { name }] of arms.entries()) {
    const y = top + BLOCK_TITLE + area.top + (index + 0.5) * row + 3.5;
    sheet.text(name, MARGIN + LABELS - 2, y, { size: 10, align: 'right' });
  }
}

function forest(
  title: string,
  points: readonly (ForestPoint | null)[],
  arms: MethodComparisonFigure['arms'],
  xTitle: string,
  range: ReturnType<typeof roundRange>,
  onLayout: (area: { top: number; bottom: number }) => void,
): PanelConfiguration {
  const drawn = points.flatMap((point, row) =>
    point === null ? [] : [{ ...point, row, style: STYLES[arms[row]?.effect ?? 'total'] }],
  );
  const colours = drawn.map(({ style }) => style.colour);
  return {
    type: 'scatterWithErrorBars',
    data: {
      datasets: [
        {
          data: drawn.map(({ value, low, high, row }) => ({ x: value, y: row, xMin: low, xMax: high })),
          pointStyle: drawn.map(({ style }) => style.shape),
          pointRotation: drawn.map(({ style }) => style.rotation),
          pointRadius: 3.2,
          backgroundColor: colours,
          borderColor: colours,
          clip: false,
          ...{
            errorBarColor: colours,
            errorBarWhiskerColor: colours,
            errorBarLineWidth: 1.1,
            errorBarWhiskerLineWidth: 1.1,
            errorBarWhiskerSize: 5,
          },
        },
      ],
    },
    options: {
      layout: { padding: { right: 6 } },
      plugins: {
        legend: { display: false },
        title: {
          display: true,
          text: title,
          align: 'center',
          color: MUTED,
          font: { size: 10.5, weight: 400 },
          padding: { top: 0, bottom: 3 },
        },
      },
      scales: {
        x: linearAxis(xTitle, range, 6),
        y: {
          type: 'linear',
          reverse: true,
          min: -0.5,
          max: arms.length - 0.5,
          grid: { color: GRID, lineWidth: 0.8, drawTicks: false },
          border: { color: INK, width: 0.8 },
          ticks: { display: false, stepSize: 1 },
          afterBuildTicks: (axis) => {
            axis.ticks = arms.map((_, value) => ({ value }));
          },
        },
      },
    },
    plugins: [
      {
        id: 'area',
        afterDatasetsDraw: ({ chartArea, ctx: context, scales }) => {
          const ctx = context as SKRSContext2D;
          onLayout({ top: chartArea.top, bottom: chartArea.bottom });
          const zero = scales['x']?.getPixelForValue(0) ?? 0;
          ctx.save();
          ctx.strokeStyle = '#777777';
          ctx.lineWidth = 0.9;
          ctx.beginPath();
          ctx.moveTo(zero, chartArea.top);
          ctx.lineTo(zero, chartArea.bottom);
          ctx.stroke();
          ctx.restore();
        },
      },
    ],
  };
}
