import type { Page } from 'playwright-core';

/** One drawn thing: a bar, point or cell of a chart of the page. */
export interface DrawnPlace {
  /** Id of the figure on the page. */
  readonly figure: string;
  readonly panel: number;
  readonly dataset: number;
  readonly index: number;
}

/** What is used of Chart.js in the page. */
interface PageChart {
  readonly canvas: HTMLCanvasElement;
  readonly data: { readonly datasets: readonly { readonly backgroundColor: readonly string[] }[] };
  readonly tooltip: {
    readonly opacity: number;
    readonly title: readonly string[];
    readonly body: readonly { readonly lines: readonly string[] }[];
    readonly dataPoints?: readonly { readonly datasetIndex: number; readonly dataIndex: number }[];
  };
  getDatasetMeta(dataset: number): {
    readonly data: readonly { getCenterPoint(): { readonly x: number; readonly y: number } }[];
  };
  isDatasetVisible(dataset: number): boolean;
}

declare global {
  interface Window {
    /** Puts `chartOf` into the page. */
    chartOf: (figure: string, panel: number) => PageChart;
  }
}

/** Gives the page a way to its charts. */
export async function findCharts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { Chart } = window as unknown as { Chart: { getChart(canvas: Element): PageChart | undefined } };
    window.chartOf = (figure, panel) => {
      const canvas = document.querySelectorAll(`#figure-${figure} canvas`)[panel];
      const chart = canvas && Chart.getChart(canvas);
      if (!chart) throw new Error(`no chart ${panel} in ${figure}`);
      return chart;
    };
  });
}

/** The middle of something drawn, in pixels of the window, which is scrolled there. */
export function centreOf(page: Page, place: DrawnPlace): Promise<{ x: number; y: number }> {
  return page.evaluate(({ figure, panel, dataset, index }) => {
    const chart = window.chartOf(figure, panel);
    const { x, y } = chart.getDatasetMeta(dataset).data[index]?.getCenterPoint() ?? { x: NaN, y: NaN };
    const scroll = { block: 'center', inline: 'nearest', behavior: 'instant' } as const;
    chart.canvas.scrollIntoView(scroll);
    const box = chart.canvas.getBoundingClientRect();
    scrollBy({ top: box.top + y - innerHeight / 2, behavior: 'instant' });
    const { left, top } = chart.canvas.getBoundingClientRect();
    return { x: left + x, y: top + y };
  }, place);
}

/** The lines that stand beside something drawn while the mouse is there. */
export async function tooltipOf(page: Page, place: DrawnPlace): Promise<string[]> {
  const { x, y } = await centreOf(page, place);
  await page.mouse.move(x, y);
  // Chart.js hands a DOM event over one animation frame later.
  await page.waitForFunction(({ figure, panel, dataset, index }) => {
    const { tooltip } = window.chartOf(figure, panel);
    const shown = tooltip.dataPoints?.some(
      (point) => point.datasetIndex === dataset && point.dataIndex === index,
    );
    return tooltip.opacity > 0 && shown === true;
  }, place);
  return page.evaluate(({ figure, panel }) => {
    const { title, body } = window.chartOf(figure, panel).tooltip;
    return [...title, ...body.flatMap(({ lines }) => lines)];
  }, place);
}

/** Clicks on something drawn and waits for what it leads to: another problem in the address. */
export async function clickTo(page: Page, place: DrawnPlace): Promise<string> {
  const { x, y } = await centreOf(page, place);
  const before = await page.evaluate(() => location.hash);
  await page.mouse.click(x, y);
  await page.waitForFunction((hash) => location.hash !== hash, before);
  return page.evaluate(() => location.hash);
}
