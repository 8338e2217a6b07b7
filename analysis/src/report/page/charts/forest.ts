import { thoughtStyle } from '../../../figures/palette.js';
import type { ForestPanel } from '../../../words/figure.js';
import { entryAt } from '../../../words/required.js';
import { seriesColour } from '../colours.js';
import { intervalText, numberText } from '../number-text.js';
import type { Theme } from '../theme.js';
import { numberAxis, placeAxis } from './axis.js';
import { chartFont, type ChartPlugin, type ChartSetup, type PanelChart } from './chart-js.js';
import { markerSwatch } from './key.js';

/** One estimate of a dataset. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly xMin?: number;
  readonly xMax?: number;
}

/** Estimates with whiskers: one line a row, side by side one axis a column, all of one scale. */
export function forestChart(panel: ForestPanel, theme: Theme): PanelChart {
  const { columns, rows, groups, form } = panel;
  // One dataset for each group in each column.
  const sets = columns.flatMap((_, column) => groups.map((_group, group) => ({ column, group })));
  const names = rows.map(({ name }) => name);
  const range = paddedRange(panel);
  const axis = numberAxis(theme, '', form, range, {
    includeBounds: false,
    autoSkip: false,
    stepSize: roundStep((range.max - range.min) / 4),
  });
  const axes = columns.map((_, column): [string, object] => [
    axisOf(column),
    // Axes of one stack share the width.
    { ...axis, stack: 'columns', stackWeight: 1, position: 'bottom' },
  ]);
  const setup = {
    type: 'scatterWithErrorBars',
    data: {
      datasets: sets.map(({ column, group }) => {
        const { shape, rotation } = thoughtStyle(group + 1);
        const colour = seriesColour(group + 1, theme);
        return {
          label: entryAt(groups, group, 'the group'),
          xAxisID: axisOf(column),
          data: pointsOf(panel, column, group),
          pointStyle: shape,
          pointRotation: rotation,
          pointRadius: 4,
          pointHitRadius: 6,
          backgroundColor: colour,
          borderColor: colour,
          clip: false,
          errorBarColor: colour,
          errorBarWhiskerColor: colour,
          errorBarLineWidth: 1.3,
          errorBarWhiskerLineWidth: 1.3,
          errorBarWhiskerSize: 6,
        };
      }),
    },
    options: {
      // Room for the names of the columns, and for the title of all axes.
      layout: { padding: { top: 22, right: 8, bottom: 18 } },
      interaction: { mode: 'nearest', intersect: true },
      plugins: {
        legend: { display: false },
        tooltip: {
          displayColors: false,
          callbacks: {
            label: ({ datasetIndex, raw }: { readonly datasetIndex: number; readonly raw: Point }) =>
              tooltip(panel, entryAt(sets, datasetIndex, 'the column').column, raw.y),
          },
        },
      },
      scales: { ...Object.fromEntries(axes), y: placeAxis(theme, '', names, { reverse: true }) },
    },
    plugins: [columnNames(panel, theme)],
  } as unknown as ChartSetup;
  const longest = Math.max(0, ...names.map((name) => name.length));
  return {
    setup,
    entries:
      groups.length > 1
        ? groups.map((name, group) => ({ text: name, swatch: markerSwatch(group + 1, theme), toggles: name }))
        : [],
    scale: null,
    height: 84 + 22 * rows.length,
    leastWidth: 40 + 6.5 * Math.min(30, longest) + 96 * columns.length,
  };
}

/** All estimates with their intervals and 0, and a little room on both sides, so that columns stand apart. */
function paddedRange({ rows }: ForestPanel): { min: number; max: number } {
  const held = rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => (cell ? [cell.value, cell.low ?? cell.value, cell.high ?? cell.value] : [])),
  );
  const [least, most] = [Math.min(0, ...held), Math.max(0, ...held)];
  const room = most > least ? 0.08 * (most - least) : 1;
  return { min: least - room, max: most + room };
}

/** The next 1, 2 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10);
}

function axisOf(column: number): string {
  return `x${column}`;
}

function pointsOf({ rows }: ForestPanel, column: number, wanted: number): Point[] {
  return rows.flatMap(({ group, cells }, y) => {
    const cell = cells[column] ?? null;
    if (group !== wanted || cell === null) return [];
    const { value, low, high } = cell;
    return [{ x: value, y, ...(low !== null && high !== null && { xMin: low, xMax: high }) }];
  });
}

function tooltip({ rows, columns, form }: ForestPanel, column: number, row: number): string[] {
  const { name, cells } = entryAt(rows, row, 'the row');
  const { value = null, low = null, high = null } = cells[column] ?? {};
  const lines = [
    `${name}, ${entryAt(columns, column, 'the column')}`,
    numberText(value, form),
    intervalText(low, high, form),
  ];
  return lines.filter((line) => line !== null);
}

/** The names of the columns above them, the line at 0 of each, and one title for all their axes. */
function columnNames({ columns, xTitle }: ForestPanel, theme: Theme): ChartPlugin {
  return {
    id: 'column-names',
    beforeDatasetsDraw({ ctx, chartArea: { left, right, top, bottom }, scales, height }) {
      ctx.save();
      ctx.font = chartFont(12);
      ctx.fillStyle = theme.muted;
      ctx.strokeStyle = theme.muted;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'bottom';
      for (const [column, name] of columns.entries()) {
        const axis = scales[axisOf(column)];
        if (!axis) continue;
        ctx.fillText(name, (axis.left + axis.right) / 2, top - 6);
        const zero = axis.getPixelForValue(0);
        ctx.beginPath();
        ctx.moveTo(zero, top);
        ctx.lineTo(zero, bottom);
        ctx.stroke();
      }
      ctx.fillText(xTitle, (left + right) / 2, height - 2);
      ctx.restore();
    },
  };
}
