import type { WaterfallPanel, WaterfallStep } from '../../words/figure.js';
import { entryAt } from '../../words/required.js';
import { INK } from '../palette.js';
import { endsOf, onAxis, rangeOf, valueAxis } from './axis.js';
import type { Plot } from './frame.js';
import { drawFrame } from './frame.js';
import type { LegendEntry } from './legend.js';
import type { PaperPanel, Surroundings } from './paper-panel.js';
import { SINGLE_WIDTH } from './paper-panel.js';
import { solid } from './pen.js';

const [UP, DOWN, TOTAL] = ['#0072B2', '#D55E00', '#222222'];
const DIAMOND = { shape: 'rectRot', rotation: 0, colour: INK } as const;
const LEVEL = { colour: '#999999', width: 0.7 };
const INTERVAL = { colour: INK, width: 1.2 };
/** Of names, labels and their further lines. */
const NAME = { size: 10.5 };
const LABEL = { size: 10 };
const FURTHER = { size: 9, colour: '#555555' };
const LEADING = 12;
const MOST_NAME = 300;
const MOST_LABEL = 170;
/** The bars' part, at least. */
const BARS = 340;
const FOOT = 44;
/** Chart.js gives an axis at most half of a chart. */
const LOWEST = 48;
const ROW = 17;
const BAR = 14;
/** What a diamond takes below its bar. */
const BESIDE = 14;

/** The texts of a step, broken to lines. */
interface StepTexts {
  readonly name: readonly string[];
  readonly label: readonly string[];
}

/** Parts that lead from 0 to their sum from the top down, each with its name on the left and its label on the right. */
export function waterfallOnPaper(panel: WaterfallPanel, { ruler }: Surroundings): PaperPanel {
  const { steps, form } = panel;
  const texts = steps.map(({ name, label, total }) => ({
    name: ruler.wrapped(name, NAME, MOST_NAME),
    label: label.flatMap((line, index) => ruler.wrapped(line, labelStyle(index, total), MOST_LABEL)),
  }));
  const labels = Math.max(
    0,
    ...texts.map(({ label }, step) =>
      Math.max(
        0,
        ...label.map((line, index) => ruler.width(line, labelStyle(index, steps[step]?.total === true))),
      ),
    ),
  );
  const names = ruler.widest(texts.flatMap(({ name }) => name), NAME); // prettier-ignore
  const most = Math.max(1, ...texts.flatMap(({ name, label }) => [name.length, label.length]));
  const beside = steps.some((step) => step.beside !== null);
  const row = Math.max(beside ? BAR + BESIDE + 14 : ROW, LEADING * most + 5);
  const ends = steps.flatMap((step) => [step.from, step.to, ...endsOf([step.beside])]);
  return {
    width: Math.max(SINGLE_WIDTH, Math.ceil(names + labels + BARS + 30)),
    stretches: true,
    legend: legendOf(panel),
    height: () => Math.max(LOWEST, row * steps.length) + FOOT,
    draw(sheet, place) {
      drawFrame(
        sheet,
        ruler,
        place,
        {
          x: valueAxis(panel.xTitle, rangeOf(ends, form, { steps: 6, zero: true }), form),
          y: { kind: 'categories', title: '', names: texts.map(({ name }) => name), turned: 0, lines: false },
          padding: { top: 2, right: Math.ceil(labels) + 16 },
        },
        (plot) => {
          drawSteps(plot, panel, texts, row, beside);
        },
      );
    },
  };
}

function labelStyle(line: number, total: boolean) {
  return line === 0 ? ({ ...LABEL, weight: total ? 600 : 400 } as const) : FURTHER;
}

function legendOf({ legend: { up, down, total, beside } }: WaterfallPanel): LegendEntry[] {
  const square = (colour: string, text: string): LegendEntry => ({ sign: { kind: 'square', colour }, text });
  const entries = [square(UP, up), square(DOWN, down), square(TOTAL, total)];
  const diamond = { sign: { kind: 'marker', style: DIAMOND, filled: true }, text: beside } as const;
  return [...entries, diamond].filter(({ text }) => text !== '');
}

function drawSteps(
  plot: Plot,
  { steps, form }: WaterfallPanel,
  texts: readonly StepTexts[],
  row: number,
  beside: boolean,
): void {
  const { pen } = plot;
  const x = (value: number): number => plot.x(onAxis(value, form));
  const zero = x(0);
  if (zero > plot.left + 1) pen.path([[zero, plot.top], [zero, plot.bottom]], { colour: INK, width: 0.8 }); // prettier-ignore
  const height = Math.min(BAR, 0.84 * row);
  // A diamond has its place below the bar.
  const middleOf = (index: number): number => plot.y(index) - (beside ? BESIDE / 2 : 0);
  for (const [index, { to }] of steps.slice(0, -1).entries()) {
    const [above, below] = [middleOf(index) + height / 2, middleOf(index + 1) - height / 2];
    pen.path([[x(to), above], [x(to), below]], LEVEL); // prettier-ignore
  }
  for (const [index, step] of steps.entries()) {
    const middle = middleOf(index);
    const [left, right] = [Math.min(x(step.from), x(step.to)), Math.max(x(step.from), x(step.to))];
    // A part of 0 is still a line.
    pen.area(left, middle - height / 2, Math.max(1, right - left), height, colourOf(step));
    if (step.beside !== null) {
      const { value, low, high } = step.beside;
      const at = middle + height / 2 + BESIDE / 2 + 1;
      if (low !== null && high !== null) {
        pen.whisker({ low: x(low), high: x(high), at, size: 6, level: true }, INTERVAL);
      }
      pen.marker(DIAMOND, x(value), at, 4, solid(INK));
    }
    const { label } = entryAt(texts, index, 'the texts of a step');
    const first = plot.y(index) + 3.5 - ((label.length - 1) * LEADING) / 2;
    for (const [line, text] of label.entries()) {
      pen.text(text, plot.right + 12, first + line * LEADING, labelStyle(line, step.total));
    }
  }
}

function colourOf({ from, to, total }: WaterfallStep): string {
  if (total) return TOTAL;
  return to >= from ? UP : DOWN;
}
