import { divergingColour } from '../../../figures/palette.js';
import type { WaterfallPanel, WaterfallStep } from '../../../words/figure.js';
import { entryAt } from '../../../words/required.js';
import { intervalText, numberText, plainNumber } from '../number-text.js';
import type { Theme } from '../theme.js';
import { nameAxis, numberAxis, rangeOf } from './axis.js';
import { chartFont, type ChartPlugin, type ChartSetup, type PanelChart } from './chart-js.js';
import { swatch, type KeyEntry } from './key.js';

/** With less room than this the labels beside the bars are left to tooltips. */
const WIDE = 520;
/** The letters of a line of a name, and of one that leaves room for bars on a narrow page. */
const [LETTERS, FEW_LETTERS] = [40, 24];

/** What stands for up, down and the total: as on paper. */
function coloursOf({ dark, muted }: Theme): { up: string; down: string; total: string } {
  return dark
    ? { up: '#4aa8e0', down: '#f08a45', total: muted }
    : { up: divergingColour(-1), down: divergingColour(1), total: muted };
}

function colourOf({ from, to, total }: WaterfallStep, theme: Theme): string {
  const colours = coloursOf(theme);
  return total ? colours.total : to >= from ? colours.up : colours.down;
}

/** Parts that lead from 0 to their sum, from the top down. */
export function waterfallChart(panel: WaterfallPanel, theme: Theme): PanelChart {
  const { steps, xTitle, form } = panel;
  const held = steps.flatMap(({ from, to, beside }) => [
    from,
    to,
    ...(beside ? [beside.value, beside.low, beside.high] : []),
  ]);
  const labels = Math.max(0, ...steps.flatMap(({ label }) => label.map((line) => line.length)));
  const setup = {
    type: 'bar',
    data: {
      labels: steps.map(({ name }) => name),
      datasets: [
        {
          data: steps.map(({ from, to }) => [from, to]),
          backgroundColor: steps.map((step) => colourOf(step, theme)),
          maxBarThickness: 20,
          minBarLength: 2,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      layout: {
        // Room for the labels.
        padding: ({ chart }: { readonly chart: { readonly width: number } }) => ({
          right: chart.width >= WIDE && labels > 0 ? 14 + 6.2 * labels : 4,
        }),
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          displayColors: false,
          callbacks: {
            label: ({ dataIndex }: { readonly dataIndex: number }) =>
              tooltip(panel, entryAt(steps, dataIndex, 'the step')),
          },
        },
      },
      scales: {
        x: numberAxis(theme, xTitle, form, { ...rangeOf(held, form), max: undefined }),
        y: nameAxis(theme, '', {
          ticks: {
            color: theme.muted,
            autoSkip: false,
            callback: (place: number) => broken(entryAt(steps, place, 'the step').name),
          },
        }),
      },
    },
    plugins: [connections(panel, theme)],
  } as unknown as ChartSetup;
  const lines = Math.max(1, ...steps.map(({ label, name, beside }) =>
    Math.max(label.length, Math.ceil(name.length / LETTERS), beside ? 2 : 1),
  )); // prettier-ignore
  return {
    setup,
    entries: entries(panel, theme),
    scale: null,
    height: 64 + (lines === 1 ? 24 : 14 * lines + 8) * steps.length,
    leastWidth: steps.some(({ name }) => name.length > FEW_LETTERS) ? WIDE : 0,
  };
}

/** A name in lines of at most so many letters. */
function broken(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < LETTERS)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function tooltip(
  { form, legend }: WaterfallPanel,
  { from, to, label, total, beside }: WaterfallStep,
): string[] {
  const reached = total ? numberText(to, form) : `from ${plainNumber(from, form)} to ${numberText(to, form)}`;
  const other = beside && [
    `${legend.beside === '' ? 'beside it' : legend.beside}: ${numberText(beside.value, form)}`,
    intervalText(beside.low, beside.high, form),
  ];
  return [...label, reached, ...(other ?? [])].filter((line) => line !== null);
}

function entries({ legend }: WaterfallPanel, theme: Theme): KeyEntry[] {
  const { up, down, total } = coloursOf(theme);
  const all: KeyEntry[] = [
    { text: legend.up, swatch: swatch(up), toggles: null },
    { text: legend.down, swatch: swatch(down), toggles: null },
    { text: legend.total, swatch: swatch(total), toggles: null },
    { text: legend.beside, swatch: swatch(theme.ink, { shape: 'rectRot', dash: [] }), toggles: null },
  ];
  return all.filter(({ text }) => text !== '');
}

/** Thin lines from bar to bar, the labels, and the estimates beside the bars. */
function connections({ steps }: WaterfallPanel, theme: Theme): ChartPlugin {
  return {
    id: 'connections',
    afterDatasetsDraw(chart) {
      const { ctx, chartArea, width } = chart;
      const bars = chart.getDatasetMeta(0).data as unknown as readonly { readonly y: number }[];
      const axis = chart.scales['x'];
      if (!axis) return;
      ctx.save();
      ctx.font = chartFont(11);
      ctx.textBaseline = 'middle';
      for (const [index, { y }] of bars.entries()) {
        const step = entryAt(steps, index, 'the step');
        const next = bars[index + 1];
        ctx.strokeStyle = theme.muted;
        ctx.lineWidth = 0.8;
        if (next) line(ctx, axis.getPixelForValue(step.to), y, axis.getPixelForValue(step.to), next.y);
        ctx.fillStyle = theme.ink;
        if (width >= WIDE)
          for (const [row, text] of step.label.entries())
            ctx.fillText(text, chartArea.right + 10, y + (row - (step.label.length - 1) / 2) * 13);
        if (!step.beside) continue;
        const { value, low, high } = step.beside;
        const [x, place] = [axis.getPixelForValue(value), y + 16];
        ctx.strokeStyle = theme.ink;
        ctx.lineWidth = 1.2;
        if (low !== null && high !== null)
          line(ctx, axis.getPixelForValue(low), place, axis.getPixelForValue(high), place);
        ctx.beginPath();
        ctx.moveTo(x, place - 5);
        for (const [dx, dy] of [[5, 0], [0, 5], [-5, 0]] as const) ctx.lineTo(x + dx, place + dy); // prettier-ignore
        ctx.fill();
      }
      ctx.restore();
    },
  };
}

function line(ctx: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
}
