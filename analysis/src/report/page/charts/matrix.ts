import type { MatrixPanel } from '../../../words/figure.js';
import { entryAt } from '../../../words/required.js';
import { cellColour, inkOn } from '../colours.js';
import { NO_VALUE, numberText, plainNumber } from '../number-text.js';
import type { Theme } from '../theme.js';
import { nameAxis } from './axis.js';
import { chartFont, type ChartPlugin, type ChartSetup, type PanelChart } from './chart-js.js';
import { swatch, type KeyEntry, type ScaleKey } from './key.js';

/** One cell; `x` and `y` are the places of its column and row. */
interface Cell {
  readonly column: number;
  readonly row: number;
  /** In reading order. */
  readonly place: number;
  readonly value: number | null;
}

/** With more columns than this there is no gap between cells; with more rows they are low. */
const MANY_COLUMNS = 40;
const MANY_ROWS = 24;

/** Coloured cells, the first row on top; `choose` is told the problem of a column. */
export function matrixChart(panel: MatrixPanel, theme: Theme, choose: (problem: string) => void): PanelChart {
  const { rows, columns, groups, problems, rowTitle, columnTitle } = panel;
  const left = new Set(panel.empty);
  const cells = panel.values
    .flatMap((values, row) =>
      values.map((value, column): Cell => ({ column, row, place: row * columns.length + column, value })),
    )
    .filter(({ place }) => !left.has(place));
  const gap = columns.length > MANY_COLUMNS ? 0 : 2;
  const setup = {
    type: 'matrix',
    data: {
      datasets: [
        {
          data: cells.map(({ column, row }) => ({
            // Names may occur twice, so places stand for them.
            x: String(column),
            y: String(row),
          })),
          backgroundColor: cells.map(({ value }) => fillOf(value, panel, theme)),
          hoverBorderColor: theme.ink,
          borderWidth: 0,
          hoverBorderWidth: 2,
          width: ({ chart }: Sized) =>
            Math.max(1, (chart.chartArea?.width ?? 0) / columns.length - gap + (gap === 0 ? 0.4 : 0)),
          height: ({ chart }: Sized) =>
            Math.max(1, (chart.chartArea?.height ?? 0) / rows.length - (rows.length > MANY_ROWS ? 1 : 2)),
        },
      ],
    },
    options: {
      // The gaps between cells belong to the nearest one.
      interaction: { mode: 'nearest', intersect: false },
      // Room for the names of the groups.
      layout: { padding: { top: groups.length > 0 ? 24 : 2, right: 2 } },
      onClick: (_: unknown, [hit]: readonly { readonly index: number }[]) => {
        const problem = hit && problems[entryAt(cells, hit.index, 'the cell').column];
        if (problem !== undefined) choose(problem);
      },
      ...(problems.length > 0 && {
        onHover: ({ native }: Hover, hits: readonly unknown[]) => {
          if (native?.target) native.target.style.cursor = hits.length > 0 ? 'pointer' : '';
        },
      }),
      plugins: {
        legend: { display: false },
        tooltip: {
          displayColors: false,
          callbacks: {
            title: () => '',
            label: ({ dataIndex }: { readonly dataIndex: number }) =>
              tooltip(panel, entryAt(cells, dataIndex, 'the cell')),
          },
        },
      },
      scales: {
        x: nameAxis(theme, columnTitle, {
          labels: columns.map((_, place) => String(place)),
          offset: true,
          ticks: {
            display: problems.length === 0,
            color: theme.muted,
            autoSkip: columns.length > 20,
            maxRotation: columns.length > 20 ? 0 : 50,
            callback: (place: number) => columns[place],
          },
        }),
        y: nameAxis(theme, rowTitle, {
          labels: rows.map((_, place) => String(place)),
          offset: true,
          // Matrices have theirs the other way round: the first row belongs on top, as on paper.
          reverse: false,
          border: { display: false },
          ticks: {
            color: theme.muted,
            autoSkip: rows.length > MANY_ROWS,
            callback: (place: number) => rows[place],
          },
        }),
      },
    },
    plugins: [cellTexts(panel, cells, theme), stair(panel, theme), groupNames(panel, theme)],
  } as unknown as ChartSetup;
  return {
    setup,
    entries: markEntries(panel, theme),
    scale: scaleKey(panel, theme),
    height: heightOf(panel),
    leastWidth: panel.labelled && columns.length <= MANY_COLUMNS ? 70 + 38 * columns.length : 0,
  };
}

function heightOf({ rows, counts, groups, problems }: MatrixPanel): number {
  const row = rows.length > MANY_ROWS ? 13 : counts.length > 0 ? 42 : problems.length > 0 ? 30 : 34;
  return Math.max(120, (groups.length > 0 ? 54 : 60) + row * rows.length);
}

function fillOf(value: number | null, { top, diverging }: MatrixPanel, theme: Theme): string {
  return value === null ? theme.grid : cellColour(value / top, diverging, theme);
}

interface Sized {
  readonly chart: { readonly chartArea?: { readonly width: number; readonly height: number } };
}

interface Hover {
  readonly native: { readonly target: HTMLElement | null } | null;
}

function tooltip(panel: MatrixPanel, { row, column, place, value }: Cell): string[] {
  const { rows, columns, rowTitle, columnTitle, form, notes, marks, markMeans, problems } = panel;
  const named = (title: string, name: string): string => (title === '' ? name : `${title}: ${name}`);
  const problem = problems[column];
  const lines = [
    named(rowTitle, entryAt(rows, row, 'the row')),
    problem === undefined
      ? named(columnTitle, entryAt(columns, column, 'the column'))
      : `Problem: ${problem}`,
    numberText(value, form),
    panel.counts[place] ?? '',
    notes[place] ?? '',
    marks.includes(place) ? markMeans : '',
  ];
  return lines.filter((line) => line !== '');
}

/** The numbers in the cells, and what is pointed out. */
function cellTexts(panel: MatrixPanel, cells: readonly Cell[], theme: Theme): ChartPlugin {
  const { labelled, counts, form, mark } = panel;
  const marked = new Set(panel.marks);
  return {
    id: 'cell-texts',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const drawn = chart.getDatasetMeta(0).data as unknown as readonly Rectangle[];
      ctx.save();
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      for (const [index, { x, y, width, height }] of drawn.entries()) {
        const { value, place } = entryAt(cells, index, 'the cell');
        // The corner is x, y.
        const [centreX, centreY] = [x + width / 2, y + height / 2];
        const ink = value === null ? theme.muted : inkOn(fillOf(value, panel, theme));
        const write = (text: string, size: number, at: number): void => {
          ctx.font = chartFont(size);
          if (ctx.measureText(text).width < width - 2) ctx.fillText(text, centreX, at);
        };
        ctx.fillStyle = ink;
        if (labelled && height >= 14) {
          const text = value === null ? NO_VALUE : plainNumber(value, form);
          const count = counts[place] ?? '';
          const two = count !== '' && height >= 28;
          write(text, 12, two ? centreY - 6 : centreY);
          if (two) write(count, 10, centreY + 8);
        }
        if (!marked.has(place)) continue;
        if (mark === 'frame') {
          ctx.strokeStyle = theme.ink;
          ctx.lineWidth = 2;
          ctx.strokeRect(x, y, width, height);
        } else {
          ctx.beginPath();
          ctx.arc(centreX, centreY, Math.min(3.2, Math.max(1.2, width / 3)), 0, 2 * Math.PI);
          ctx.fill();
        }
      }
      ctx.restore();
    },
  };
}

/** The colour of the stair, as on paper. */
function stairColour({ dark }: Theme): string {
  return dark ? '#f08a45' : '#D55E00';
}

/** The stair between cells. */
function stair({ stair: edges, rows, columns }: MatrixPanel, theme: Theme): ChartPlugin {
  return {
    id: 'stair',
    afterDatasetsDraw({ ctx, chartArea: { left, top, width, height } }) {
      if (edges.length === 0) return;
      const row = height / rows.length;
      ctx.save();
      ctx.strokeStyle = stairColour(theme);
      ctx.lineWidth = 2.5;
      ctx.beginPath();
      for (const [index, edge] of edges.entries()) {
        const x = left + (width * edge) / columns.length;
        if (index === 0) ctx.moveTo(x, top);
        else ctx.lineTo(x, top + index * row);
        ctx.lineTo(x, top + (index + 1) * row);
      }
      ctx.stroke();
      ctx.restore();
    },
  };
}

/** Names of groups of columns above them, and lines between. */
function groupNames({ groups, columns }: MatrixPanel, theme: Theme): ChartPlugin {
  return {
    id: 'group-names',
    afterDraw({ ctx, chartArea: { left, top, bottom, width } }) {
      ctx.save();
      ctx.fillStyle = theme.muted;
      ctx.strokeStyle = theme.ink;
      ctx.font = chartFont(12);
      ctx.textAlign = 'center';
      ctx.textBaseline = 'bottom';
      const edge = (column: number): number => left + (width * column) / columns.length;
      for (const { name, start, end } of groups) {
        const [from, to] = [edge(start), edge(end)];
        const fitting = [`${name} (${end - start})`, name].find(
          (text) => ctx.measureText(text).width < to - from - 4,
        );
        if (fitting !== undefined) ctx.fillText(fitting, (from + to) / 2, top - 5);
        if (start === 0) continue;
        ctx.beginPath();
        ctx.moveTo(from, top - 20);
        ctx.lineTo(from, bottom);
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}

function markEntries({ markMeans, mark }: MatrixPanel, theme: Theme): KeyEntry[] {
  if (markMeans === '') return [];
  const drawn =
    mark === 'frame' ? swatch(theme.ink, { shape: 'frame' }) : swatch(theme.ink, { shape: 'circle' });
  return [{ text: markMeans, swatch: drawn, toggles: null }];
}

function scaleKey({ scaleTitle, scaleLabels, diverging }: MatrixPanel, theme: Theme): ScaleKey {
  const shares = Array.from({ length: 9 }, (_, index) => index / 8);
  return {
    title: scaleTitle,
    labels: scaleLabels,
    colours: shares.map((share) => cellColour(diverging ? 2 * share - 1 : share, diverging, theme)),
  };
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
