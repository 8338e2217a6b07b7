import { fixed } from '../../../words/notation.js';
import type { MatrixFigure } from '../../shared/figure.js';
import { cellColours } from '../colours.js';
import { numberText, shortPercent } from '../number-text.js';
import type { Theme } from '../theme.js';
import { nameAxis } from './axis.js';
import type { ChartPlugin, ChartSetup } from './chart-js.js';

/** One cell; `x` and `y` are the names of its column and row. */
interface Cell {
  readonly x: string;
  readonly y: string;
  readonly place: number;
  readonly value: number | null;
}

/** Coloured cells; `choose` is told the problem of a column. */
export function matrixChart(
  figure: MatrixFigure,
  theme: Theme,
  choose: (problem: string) => void,
): ChartSetup {
  const { rows, columns, values, top, diverging, problems } = figure;
  const cells = values.flatMap((row, y) =>
    row.map((value, x): Cell => ({
      x: columns[x] ?? '',
      y: rows[y] ?? '',
      place: y * columns.length + x,
      value,
    })),
  );
  const colour = ({ value }: Cell): string =>
    value === null ? theme.grid : cellColours(value / top, diverging, theme).fill;
  const gap = columns.length > 40 ? 0 : 2;
  return {
    type: 'matrix',
    data: {
      datasets: [
        {
          data: cells,
          backgroundColor: cells.map(colour),
          hoverBorderColor: theme.ink,
          borderWidth: 0,
          hoverBorderWidth: 2,
          width: ({ chart }: Sized) =>
            Math.max(1, (chart.chartArea?.width ?? 0) / columns.length - gap + (gap === 0 ? 0.4 : 0)),
          height: ({ chart }: Sized) => Math.max(1, (chart.chartArea?.height ?? 0) / rows.length - 2),
        },
      ],
    },
    options: {
      // The gaps between cells belong to the nearest one.
      interaction: { mode: 'nearest', intersect: false },
      // Room for the names of the groups.
      layout: { padding: { bottom: figure.groups.length > 0 ? 24 : 0 } },
      onClick: (_: unknown, [hit]: readonly { readonly index: number }[]) => {
        const problem = problems[(hit?.index ?? NaN) % columns.length];
        if (problem !== undefined) choose(problem);
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          displayColors: false,
          callbacks: { title: () => '', label: ({ raw }: { readonly raw: Cell }) => tooltip(figure, raw) },
        },
      },
      scales: {
        x: nameAxis(theme, figure.xTitle, {
          labels: [...columns],
          offset: true,
          ...(problems.length > 0 && { ticks: { display: false } }),
        }),
        y: nameAxis(theme, figure.yTitle, {
          labels: [...rows],
          offset: true,
          reverse: false,
          border: { display: false },
        }),
      },
    },
    plugins: [cellTexts(figure, theme), groupNames(figure, theme)],
  } as unknown as ChartSetup;
}

interface Sized {
  readonly chart: { readonly chartArea?: { readonly width: number; readonly height: number } };
}

function tooltip(figure: MatrixFigure, { x, y, place, value }: Cell): string[] {
  return [
    `${y}, ${figure.xTitle.startsWith('Head') ? `head ${x}` : x}`,
    numberText(value, figure.form),
    ...(figure.notes[place] ? [figure.notes[place]] : []),
    ...(figure.marks.includes(place) ? [figure.markMeans] : []),
  ];
}

/** The number in each cell, and the dots. */
function cellTexts(figure: MatrixFigure, theme: Theme): ChartPlugin {
  const { values, top, diverging, form, labelled, marks } = figure;
  const marked = new Set(marks);
  const flat = values.flat();
  const write = (value: number): string =>
    form.unit === 'percent' ? shortPercent(value) : fixed(value, form.decimals);
  return {
    id: 'cell-texts',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      const data = chart.getDatasetMeta(0).data as unknown as readonly Rectangle[];
      ctx.save();
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.font = '12px system-ui, sans-serif';
      for (const [place, { x, y, width, height }] of data.entries()) {
        const value = flat[place] ?? null;
        if (value === null) continue;
        ctx.fillStyle = cellColours(value / top, diverging, theme).ink;
        // The corner is x, y.
        const [centreX, centreY] = [x + width / 2, y + height / 2];
        if (labelled && width > 26) ctx.fillText(write(value), centreX, centreY);
        if (!marked.has(place)) continue;
        ctx.beginPath();
        ctx.arc(centreX, centreY, Math.min(3.2, Math.max(1.2, width / 3)), 0, 2 * Math.PI);
        ctx.fill();
      }
      ctx.restore();
    },
  };
}

/** Lines between groups of columns, and their names below. */
function groupNames({ groups, columns }: MatrixFigure, theme: Theme): ChartPlugin {
  return {
    id: 'group-names',
    afterDraw({ ctx, chartArea: { left, top, bottom, width } }) {
      ctx.save();
      ctx.fillStyle = ctx.strokeStyle = theme.muted;
      ctx.font = '12px system-ui, sans-serif';
      ctx.textAlign = 'center';
      ctx.textBaseline = 'top';
      for (const { name, start, end } of groups) {
        const [from, to] = [start, end].map((column) => left + (width * column) / columns.length) as [
          number,
          number,
        ];
        const fitting = [`${name} (${end - start})`, name].find(
          (text) => ctx.measureText(text).width < to - from - 4,
        );
        if (fitting !== undefined) ctx.fillText(fitting, (from + to) / 2, bottom + 6);
        if (start === 0) continue;
        ctx.beginPath();
        ctx.moveTo(from, top);
        ctx.lineTo(from, bottom + 4);
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
