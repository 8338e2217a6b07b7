import type {
  BarsPanel,
  CurvesPanel,
  Estimate,
  Figure,
  NumberForm,
  Panel,
  ScatterPanel,
} from '../../words/figure.js';
import { correlationText, fixed, percent } from '../../words/notation.js';
import type { Ruler } from './ruler.js';

/** Ends of an axis and the distance of its ticks, as the axis counts (shares in percent). */
export interface AxisRange {
  readonly min: number;
  readonly max: number;
  readonly stepSize: number;
}

/** An axis of values. */
export interface ValueAxis {
  readonly kind: 'values';
  readonly title: string;
  readonly range: AxisRange;
  /** Written behind each tick's number. */
  readonly unit: string;
}

/** An axis of names at equal distances, each of one line or several. */
export interface CategoryAxis {
  readonly kind: 'categories';
  readonly title: string;
  readonly names: readonly (readonly string[])[];
  /** Degrees that names below an axis are turned by, to be read from below. */
  readonly turned: number;
  /** Whether a grid line passes each name. */
  readonly lines: boolean;
}

/** An axis of values in their form. Percent stands once: in the title, or else with every number. */
export function valueAxis(title: string, range: AxisRange, form: NumberForm): ValueAxis {
  return { kind: 'values', title, range, unit: form.unit === 'percent' && !title.includes('%') ? ' %' : '' };
}

/** A range that begins and ends on round numbers, about `steps` apart; values may stand out by `slack` of a step. */
export function roundRange(low: number, high: number, steps: number, slack = 0): AxisRange {
  if (low === high)
    return low === 0
      ? roundRange(0, 1, steps)
      : roundRange(low - Math.abs(low) / 2, low + Math.abs(low) / 2, steps);
  const rough = (high - low) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const [first, last] = [Math.floor(low / step + slack + 1e-9), Math.ceil(high / step - slack - 1e-9)];
  // Not -0, and never without a step.
  return { min: step * first + 0, max: step * Math.max(last, first + 1) + 0, stepSize: step };
}

/** How a range follows from values. */
export interface RangeWishes {
  readonly steps: number;
  /** Whether 0 is on the axis. */
  readonly zero: boolean;
  /** Whether shares that lie between 0 and 1 have the whole axis from 0 to 100 %. */
  readonly whole?: boolean;
  /** Share of the span that is left free at the ends that are not 0, for labels. */
  readonly room?: number;
  readonly slack?: number;
}

/** The range of an axis that holds the values; shares between 0 and 1 never have an axis beyond 0 and 100 %. */
export function rangeOf(values: readonly number[], form: NumberForm, wishes: RangeWishes): AxisRange {
  const { steps, zero, whole = false, room = 0, slack = 0 } = wishes;
  const least = values.reduce((most, value) => Math.min(most, value), zero ? 0 : Infinity);
  const largest = values.reduce((most, value) => Math.max(most, value), zero ? 0 : -Infinity);
  if (least > largest) return roundRange(0, 1, steps);
  const [low, high] = [onAxis(least, form), onAxis(largest, form)];
  const free = room * (high - low);
  const shares = form.unit === 'percent' && least >= 0 && largest <= 1;
  if (shares && (whole || high + free >= 100)) return roundRange(whole ? 0 : low, 100, steps);
  return roundRange(least < 0 ? low - free : low, largest > 0 ? high + free : high, steps, slack);
}

/** The ends of estimates and of their intervals. */
export function endsOf(estimates: readonly (Estimate | null)[]): number[] {
  return estimates.flatMap((estimate) =>
    estimate === null ? [] : [estimate.value, estimate.low, estimate.high].filter((each) => each !== null),
  );
}

/** The least-squares line from the smallest to the largest x; empty where there is none. */
export function lineEnds({ line, x }: ScatterPanel): [x: number, y: number][] {
  if (line === null || x.length === 0) return [];
  const ends = [x.reduce((a, b) => Math.min(a, b)), x.reduce((a, b) => Math.max(a, b))];
  return ends.map((each) => [each, line.intercept + line.slope * each]);
}

type WithValues = BarsPanel | CurvesPanel | ScatterPanel;

const hasValues = (panel: Panel): panel is WithValues =>
  panel.kind === 'bars' || panel.kind === 'curves' || panel.kind === 'scatter';

function valuesOf(panel: WithValues): number[] {
  return panel.kind === 'scatter'
    ? [...panel.y, ...lineEnds(panel).map(([, y]) => y)]
    : panel.series.flatMap(({ estimates }) => endsOf(estimates));
}

/** What the y axis of a panel has to hold: panels of one figure whose y axes have the same title share their range. */
export function valuesBeside(panel: WithValues, { panels }: Figure): number[] {
  return panels
    .filter(hasValues)
    .flatMap((other) => (other.kind === panel.kind && other.yTitle === panel.yTitle ? valuesOf(other) : []));
}

/** Names of categories in a line, and turned. */
export const NAME = { size: 10.5 };
export const TURNED_NAME = { size: 9.5 };
/** From baseline to baseline of a name of several lines. */
export const NAME_LEADING = 12;
/** Points that a name may be long when it is turned, and lines that it may have when it is not. */
const LONGEST_TURNED = 100;
const TURN = 60;
const MOST_LINES = 3;
/** Names up to this width are numbers: where they are too many, some are left out. */
const NUMBER = 24;

/** Names below an axis or a matrix. */
export interface CategoryNames {
  readonly names: readonly (readonly string[])[];
  readonly turned: number;
  /** Points below the axis. */
  readonly height: number;
}

/** How names stand at places that are `room` points apart: in a line, wrapped, or turned and shortened. */
export function categoryNames(names: readonly string[], ruler: Ruler, room: number): CategoryNames {
  const level = (lines: readonly (readonly string[])[]): CategoryNames => ({
    names: lines,
    turned: 0,
    height: NAME_LEADING * Math.max(1, ...lines.map(({ length }) => length)),
  });
  const widest = ruler.widest(names, NAME);
  if (widest <= room - 4 || widest <= NUMBER) return level(names.map((name) => [name]));
  const words = names.flatMap((name) => name.split(' '));
  if (ruler.widest(words, NAME) <= room - 4) {
    const lines = names.map((name) => ruler.wrapped(name, NAME, room - 4));
    if (lines.every(({ length }) => length <= MOST_LINES)) return level(lines);
  }
  const shortened = names.map((name) => ruler.shortened(name, TURNED_NAME, LONGEST_TURNED));
  const height = Math.ceil(ruler.widest(shortened, TURNED_NAME) * Math.sin((TURN * Math.PI) / 180)) + 9;
  return { names: shortened.map((name) => [name]), turned: TURN, height };
}

/** Stands where there is no value. */
export const NO_VALUE = '–';

/** A value as paper writes it, in its form; shares with their percent sign, other units stand in titles. */
export function numberText(value: number | null, { unit, decimals }: NumberForm): string {
  if (value === null) return NO_VALUE;
  if (unit === 'percent') return decimals === 1 ? percent(value) : `${fixed(100 * value, decimals)} %`;
  return unit === 'r' && decimals === 2 ? correlationText(value) : fixed(value, decimals);
}

/** A value as its axis counts: shares in percent. */
export function onAxis(value: number, { unit }: NumberForm): number {
  return unit === 'percent' ? 100 * value : value;
}

/** A tick's number without the noise of binary fractions, with a real minus sign, in no locale. */
export function tickText(value: number): string {
  return String(Number(value.toPrecision(10))).replace('-', '\u2212');
}

/** The ticks of an axis, each with as many decimals as the finest of them needs. */
export function tickTexts(values: readonly number[]): string[] {
  const decimals = values.map((value) => tickText(value).split('.')[1]?.length ?? 0);
  return values.map((value) => fixed(value, Math.max(0, ...decimals)));
}
