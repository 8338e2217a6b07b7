import type { StackPanel } from '../../../words/figure.js';
import { groupName, groupSign } from '../../../words/key-group.js';
import { fixed, percent } from '../../../words/notation.js';
import { entryAt } from '../../../words/required.js';
import { groupColour, inkOn } from '../colours.js';
import type { Theme } from '../theme.js';
import { nameAxis, numberAxis } from './axis.js';
import { chartFont, type ChartPlugin, type ChartSetup, type PanelChart } from './chart-js.js';
import { swatch } from './key.js';

/** Bars of parts that add up to 1, with the signs of the parts in them. */
export function stackChart(panel: StackPanel, theme: Theme): PanelChart {
  const { categories, categoryTitle, parts, xTitle } = panel;
  const setup = {
    type: 'bar',
    data: {
      labels: [...categories],
      datasets: parts.map(({ group, values }) => ({
        label: groupName(group),
        data: [...values],
        backgroundColor: groupColour(group, theme),
        borderColor: theme.surface,
        borderWidth: 1,
        categoryPercentage: 0.9,
        barPercentage: 0.95,
        maxBarThickness: 44,
      })),
    },
    options: {
      indexAxis: 'y',
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            label: ({ datasetIndex, raw }: { readonly datasetIndex: number; readonly raw: unknown }) =>
              `${groupName(entryAt(parts, datasetIndex, 'the part').group)}: ${percent(Number(raw))}`,
          },
        },
      },
      scales: {
        x: {
          ...numberAxis(theme, xTitle, { unit: 'percent', decimals: 0 }, { min: 0, max: 1 }),
          stacked: true,
        },
        y: nameAxis(theme, categoryTitle, { stacked: true }),
      },
    },
    plugins: [partTexts(panel, theme)],
  } as unknown as ChartSetup;
  return {
    setup,
    entries: parts.map(({ group }) => ({
      text: `${groupSign(group)}  ${groupName(group)}`,
      swatch: swatch(groupColour(group, theme)),
      toggles: null,
    })),
    scale: null,
    height: 60 + Math.max(18, Math.min(44, 1200 / categories.length)) * categories.length,
    leastWidth: 0,
  };
}

/** Sign and percent in the parts that have room for them, so that they are told without colour. */
function partTexts({ parts }: StackPanel, theme: Theme): ChartPlugin {
  return {
    id: 'part-texts',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = chartFont(11);
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      for (const [index, { group, values }] of parts.entries()) {
        ctx.fillStyle = inkOn(groupColour(group, theme));
        const bars = chart.getDatasetMeta(index).data as unknown as readonly Bar[];
        for (const [category, { x, y, width }] of bars.entries()) {
          const sign = groupSign(group);
          const whole = `${sign} ${fixed(100 * entryAt(values, category, `the share of ${group}`), 0)}`;
          const text = [whole, sign].find((each) => ctx.measureText(each).width < Math.abs(width) - 4);
          if (text !== undefined) ctx.fillText(text, x - width / 2, y);
        }
      }
      ctx.restore();
    },
  };
}

/** A horizontal bar: its right end, its middle, its length. */
interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}
