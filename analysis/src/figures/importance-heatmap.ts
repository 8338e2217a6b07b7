import type { SKRSContext2D } from '@napi-rs/canvas';
import type { MatrixController } from 'chartjs-chart-matrix';

import { tickText } from './axis.js';
import type { ChartStack, PanelConfiguration } from './chart-stack.js';
import { FONT_FAMILY } from './fonts.js';
import type { ImportanceHeatmap } from './importance-heatmap-data.js';
import { contrastingInk, GRID, INK, sequentialColour } from './palette.js';
import type { RenderedSheet } from './sheet.js';
import { Sheet } from './sheet.js';

// Brings the chart type `matrix` into Chart.js's types.
export type { MatrixController };

const WIDTH = 760;
const ROW_HEIGHT = 30;
/** Up to so many problems their ids stand under the columns. */
const MOST_IDS = 25;
const LONGEST_ID = 18;
const SCALE_WIDTH = 96;
/** Neighbouring cells overlap by this much: viewers show seams between exact edges. */
const OVERLAP = 0.35;

/** Draws figure 2: thoughts down, problems across. */
export function drawImportanceHeatmap(stack: ChartStack, data: ImportanceHeatmap): RenderedSheet {
  const withIds = data.ids.length <= MOST_IDS;
  const sheet = new Sheet(stack, WIDTH, 140 + ROW_HEIGHT * data.thoughts + (withIds ? 70 : 0), data.footnote);
  const top = sheet.header(data.title, data.subtitle);
  const height = sheet.height - top - 8;
  let area = { top: 0, bottom: 0 };
  sheet.chart(
    chartOf(data, withIds, (found) => {
      area = found;
    }),
    8,
    top,
    WIDTH - SCALE_WIDTH - 12,
    height,
  );
  drawScale(sheet, data, WIDTH - SCALE_WIDTH + 6, top + area.top, area.bottom - area.top);
  return sheet.close(data.title);
}

function chartOf(
  { cells, groups, ids, thoughts, cap }: ImportanceHeatmap,
  withIds: boolean,
  onLayout: (area: { top: number; bottom: number }) => void,
): PanelConfiguration {
  // Asked once before the chart is laid out, when there is no area yet.
  const size = (extent: number | undefined, count: number): number => (extent ?? 0) / count + OVERLAP;
  return {
    type: 'matrix',
    data: {
      datasets: [
        {
          data: cells.map(({ column, thought }) => ({ x: column, y: thought })),
          backgroundColor: cells.map(({ drop }) => sequentialColour(drop / cap)),
          borderWidth: 0,
          width: ({ chart }) => size(areaOf(chart)?.width, ids.length),
          height: ({ chart }) => size(areaOf(chart)?.height, thoughts),
        },
      ],
    },
    options: {
      layout: { padding: { top: 18 } },
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: {
        x: {
          type: 'linear',
          // The matrix controller's default widens an axis that has ticks.
          offset: false,
          min: -0.5,
          max: ids.length - 0.5,
          title: { display: true, text: `Problem (n = ${ids.length})`, color: INK, font: { size: 11 } },
          grid: { display: false },
          border: { display: false },
          afterBuildTicks: (axis) => {
            axis.ticks = withIds ? ids.map((_, value) => ({ value })) : [];
          },
          ticks: {
            autoSkip: false,
            maxRotation: 60,
            color: INK,
            font: { size: 9 },
            callback: (value) => shortened(ids[Number(value)] ?? ''),
          },
        },
        y: {
          type: 'linear',
          offset: false,
          reverse: true,
          min: 0.5,
          max: thoughts + 0.5,
          title: { display: true, text: 'Ablated thought', color: INK, font: { size: 11 } },
          grid: { display: false },
          border: { display: false },
          afterBuildTicks: (axis) => {
            axis.ticks = Array.from({ length: thoughts }, (_, index) => ({ value: index + 1 }));
          },
          ticks: { autoSkip: false, color: INK, font: { size: 11 }, callback: tickText },
        },
      },
    },
    plugins: [
      {
        id: 'flips-and-groups',
        afterDatasetsDraw: ({ ctx: context, chartArea, scales }) => {
          const ctx = context as SKRSContext2D;
          const x = (value: number): number => scales['x']?.getPixelForValue(value) ?? 0;
          const y = (value: number): number => scales['y']?.getPixelForValue(value) ?? 0;
          onLayout({ top: chartArea.top, bottom: chartArea.bottom });
          const radius = Math.min(4, 0.36 * (chartArea.width / ids.length));
          ctx.save();
          for (const { column, thought, drop, flip } of cells) {
            if (!flip) continue;
            ctx.fillStyle = contrastingInk(drop / cap);
            ctx.beginPath();
            ctx.arc(x(column), y(thought), radius, 0, 2 * Math.PI);
            ctx.fill();
          }
          ctx.strokeStyle = '#FFFFFF';
          ctx.lineWidth = 1;
          for (let thought = 1; thought < thoughts; thought++) {
            line(ctx, chartArea.left, y(thought + 0.5), chartArea.right, y(thought + 0.5));
          }
          ctx.strokeStyle = GRID;
          ctx.lineWidth = 0.8;
          ctx.strokeRect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
          ctx.textAlign = 'center';
          ctx.textBaseline = 'bottom';
          for (const { difficulty, start, end } of groups) {
            ctx.strokeStyle = INK;
            ctx.lineWidth = 1.2;
            if (start > 0) line(ctx, x(start - 0.5), chartArea.top - 14, x(start - 0.5), chartArea.bottom);
            const label = `${difficulty} (${end - start})`;
            ctx.font = `600 10px "${FONT_FAMILY}"`;
            ctx.fillStyle = INK;
            const room = x(end - 0.5) - x(start - 0.5);
            const fitting = ctx.measureText(label).width <= room - 4 ? label : difficulty;
            ctx.fillText(fitting, x((start + end - 1) / 2), chartArea.top - 3);
          }
          ctx.restore();
        },
      },
    ],
  };
}

function areaOf(chart: { chartArea?: { width: number; height: number } }) {
  return chart.chartArea;
}

function line(ctx: SKRSContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function shortened(id: string): string {
  return id.length <= LONGEST_ID ? id : `${id.slice(0, LONGEST_ID - 1)}…`;
}

/** The colour scale with its ends named, and what a dot means. */
function drawScale(sheet: Sheet, data: ImportanceHeatmap, x: number, top: number, height: number): void {
  const { context } = sheet;
  const barTop = top + 34;
  const barHeight = height - 76;
  const steps = 64;
  for (let step = 0; step < steps; step++) {
    context.fillStyle = sequentialColour(1 - step / (steps - 1));
    context.fillRect(x, barTop + (step * barHeight) / steps, 12, barHeight / steps + OVERLAP);
  }
  context.strokeStyle = INK;
  context.lineWidth = 0.6;
  context.strokeRect(x, barTop, 12, barHeight + OVERLAP);
  for (const [share, sign] of [
    [0, data.anyBelowZero ? '≤ ' : ''],
    [0.5, ''],
    [1, data.anyAbove ? '≥ ' : ''],
  ] as const) {
    sheet.text(sign + tickText(share * data.cap), x + 18, barTop + (1 - share) * barHeight + 3.5, {
      size: 10,
    });
  }
  sheet.text('Drop of gold', x, top + 8, { size: 10 });
  sheet.text('log-prob. (nats)', x, top + 20, { size: 10 });
  const legend = top + height - 14;
  sheet.marker({ shape: 'circle', rotation: 0, colour: INK }, x + 6, legend - 3.5, 3, true);
  sheet.text('answer flips', x + 14, legend, { size: 10 });
  sheet.text(`(${data.flips} of ${data.cells.length})`, x + 14, legend + 12, { size: 10 });
}
