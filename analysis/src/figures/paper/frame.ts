import { GRID, INK } from '../palette.js';
import { required } from '../../words/required.js';
import { type CategoryAxis, NAME, NAME_LEADING, TURNED_NAME, type ValueAxis, tickTexts } from './axis.js';
import type { Place } from './chart-stack.js';
import { Pen } from './pen.js';
import type { Ruler } from './ruler.js';
import type { Sheet } from './sheet.js';

const TITLE = { size: 11 };
const TITLE_LINES = 3;
const NAME_GAP = 8;
/** What ticks and paddings take of an axis' length, so that its title is wrapped in time. */
const CORNER = 46;
const NO_PADDING = { top: 0, right: 0, bottom: 0, left: 0 };

/** Axes around an empty area. */
export interface Frame {
  readonly x: ValueAxis | CategoryAxis;
  readonly y: ValueAxis | CategoryAxis;
  /** Left free beside the axes, points. */
  readonly padding?: Partial<typeof NO_PADDING>;
}

/** The area between the axes, ready for marks. Everything in the points of the frame. */
export interface Plot {
  readonly pen: Pen;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Where a value of the axis (shares in percent) or a category (from 0) is. */
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Lets Chart.js lay out and draw the axes, and `marks` draw what stands between them: one look for every kind of panel. */
export function drawFrame(
  sheet: Sheet,
  ruler: Ruler,
  place: Place,
  { x, y, padding }: Frame,
  marks: (plot: Plot) => void,
): void {
  const names = y.kind === 'categories' ? y.names : [];
  const room = Math.ceil(ruler.widest(names.flat(), NAME));
  const free = { ...NO_PADDING, ...padding };
  free.left += room === 0 ? 0 : room + NAME_GAP;
  // A chart of parts of a pixel would be stretched.
  const chartPlace = { ...place, width: Math.floor(place.width), height: Math.floor(place.height) };
  const across = chartPlace.width - free.left - free.right;
  const up = chartPlace.height - free.top - free.bottom;
  sheet.stack.drawChart(
    {
      type: 'scatter',
      data: { datasets: [] },
      options: {
        layout: { padding: free },
        plugins: { legend: { display: false }, title: { display: false }, tooltip: { enabled: false } },
        scales: {
          x: scaleOf(x, true, ruler.balanced(x.title, TITLE, across - CORNER, TITLE_LINES)),
          y: scaleOf(y, false, ruler.balanced(y.title, TITLE, up - CORNER, TITLE_LINES)),
        },
      },
    },
    sheet.context,
    chartPlace,
    (context, chart) => {
      const { left, top, right, bottom } = chart.chartArea;
      const pen = new Pen(context);
      const at = (axis: 'x' | 'y') => {
        const scale = required(chart.scales[axis], `the scale ${axis} of a chart`);
        return (value: number) => scale.getPixelForValue(value);
      };
      const plot = { pen, left, top, right, bottom, x: at('x'), y: at('y') };
      // Chart.js would cut them where they are longer than half of the chart.
      for (const [index, lines] of names.entries()) {
        const first = plot.y(index) + 3.5 - ((lines.length - 1) * NAME_LEADING) / 2;
        pen.lines(lines, left - NAME_GAP, first, NAME_LEADING, { ...NAME, align: 'right' });
      }
      marks(plot);
    },
  );
}

function scaleOf(axis: ValueAxis | CategoryAxis, level: boolean, title: readonly string[]) {
  const heading = { display: axis.title !== '', text: [...title], color: INK, font: TITLE, padding: 4 };
  return axis.kind === 'values' ? valueScale(axis, heading) : categoryScale(axis, level, heading);
}

function valueScale({ range, unit }: ValueAxis, heading: object) {
  return {
    type: 'linear' as const,
    ...range,
    title: heading,
    grid: { color: GRID, lineWidth: 0.8, tickLength: 4 },
    border: { color: INK, width: 0.8 },
    ticks: {
      color: INK,
      font: { size: 10 },
      stepSize: range.stepSize,
      maxRotation: 0,
      callback: (_value: unknown, index: number, ticks: readonly { value: number }[]) =>
        `${tickTexts(ticks.map(({ value }) => value))[index]}${unit}`,
    },
  };
}

function categoryScale({ names, turned, lines }: CategoryAxis, level: boolean, heading: object) {
  return {
    type: 'category' as const,
    labels: names.map((name) => [...name]),
    min: 0,
    max: Math.max(0, names.length - 1),
    offset: true,
    title: heading,
    grid: { display: lines, offset: false, color: GRID, lineWidth: 0.8, drawTicks: false },
    border: { color: INK, width: 0.8 },
    ticks: {
      display: level,
      color: INK,
      font: turned === 0 ? NAME : TURNED_NAME,
      padding: 5,
      minRotation: turned,
      maxRotation: turned,
      autoSkip: level,
    },
  };
}
